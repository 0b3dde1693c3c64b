import type { Catalogue } from "../catalogue.ts";

export const azure = {
  id: "azure",
  title: "Azure",
  service: "azure",
  hosts: ["management.azure.com", "*.vault.azure.net", "*.core.windows.net", "*.database.windows.net"],
  docs: { url: "https://learn.microsoft.com/cli/azure/reference-index", checked: "2026-11-24" },
  commands: [
    { run: "az group delete", dies: "an Azure resource group and all in it", bulk: true },
    { run: "az keyvault purge", dies: "an Azure key vault for good", backups: "gone" },
    { run: "az ** delete|purge|remove", dies: "Azure resources" },
    { run: "az storage blob delete-batch", dies: "many blobs", bulk: true },
    { run: "azcopy remove|rm", dies: "blobs or files in Azure Storage" },
  ],
  requests: [{ method: "DELETE", path: "/**", dies: "an Azure resource or object" }],
} as const satisfies Catalogue;
