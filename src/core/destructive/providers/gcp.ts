import type { Catalogue } from "../catalogue.ts";

export const gcp = {
  id: "gcp",
  title: "Google Cloud",
  service: "gcp",
  hosts: ["*.googleapis.com"],
  docs: { url: "https://cloud.google.com/sdk/gcloud/reference", checked: "2026-11-24" },
  commands: [
    { run: "gcloud projects delete", dies: "a Google Cloud project and all in it", backups: "kept" },
    { run: "gcloud sql instances delete", dies: "a Cloud SQL instance", backups: "gone" },
    { run: "gcloud sql backups delete", dies: "a backup of Cloud SQL", backups: "gone" },
    { run: "gcloud storage rm", dies: "objects in Cloud Storage" },
    { run: "gcloud storage buckets delete", dies: "a Cloud Storage bucket" },
    { run: "gcloud kms keys versions destroy", dies: "a KMS key version, and all that it encrypts", backups: "gone" },
    { run: "gcloud ** delete|destroy|remove-iam-policy-binding|purge", dies: "Google Cloud resources" },
    { run: "gsutil rm|rb", dies: "objects or a bucket in Cloud Storage" },
    { run: "gsutil rsync -d", dies: "objects in Cloud Storage that are not in the source" },
    { run: "bq rm", dies: "a BigQuery dataset or table" },
  ],
  requests: [{ method: "DELETE", path: "/**", dies: "a Google Cloud resource or object" }],
} as const satisfies Catalogue;
