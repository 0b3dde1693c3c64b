import type { Catalogue } from "../catalogue.ts";

export const aws = {
  id: "aws",
  title: "AWS",
  service: "aws",
  hosts: ["*.amazonaws.com"],
  docs: { url: "https://docs.aws.amazon.com/cli/latest/reference/", checked: "2026-11-24" },
  commands: [
    {
      run: "aws rds delete-db-instance|delete-db-cluster",
      dies: "an RDS database, with its automated backups",
      backups: "gone",
    },
    {
      run: "aws rds delete-db-snapshot|delete-db-cluster-snapshot|delete-db-instance-automated-backup",
      dies: "a backup of an RDS database",
      backups: "gone",
    },
    { run: "aws s3 rb", dies: "an S3 bucket" },
    { run: "aws s3 rm", dies: "objects in S3" },
    { run: "aws s3 mv", dies: "objects in S3, from where they were" },
    { run: "aws s3 sync --delete", dies: "objects in S3 that are not in the source", bulk: true },
    { run: "aws s3api delete-*", dies: "an S3 bucket or objects" },
    { run: "aws ec2 terminate-instances", dies: "EC2 instances" },
    { run: "aws kms schedule-key-deletion|disable-key", dies: "a KMS key, and all that it encrypts", backups: "gone" },
    { run: "aws secretsmanager delete-secret", dies: "a secret in Secrets Manager", backups: "kept" },
    { run: "aws backup delete-*", dies: "backups in AWS Backup", backups: "gone" },
    { run: "aws dynamodb delete-table", dies: "a DynamoDB table" },
    { run: "aws cloudformation delete-stack", dies: "a CloudFormation stack and its resources" },
    {
      run: "aws * delete-*|terminate-*|remove-*|deregister-*|purge-*|destroy-*|revoke-*|batch-delete-*",
      dies: "AWS resources",
    },
  ],
  requests: [{ method: "DELETE", path: "/**", dies: "an AWS resource or object" }],
} as const satisfies Catalogue;
