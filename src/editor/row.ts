import { type Command, ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState, type Uri } from "vscode";

/** One line of a tree view, as plain data. It names credentials as messages do, never by value. */
export interface Row {
  /** Equal for the same thing at each refresh, so that what was opened stays open. */
  readonly id: string;
  readonly label: string;
  readonly description?: string;
  readonly tooltip?: string;
  readonly icon?: string;
  readonly color?: string;
  /** Shown with the icon and the marks of this file. */
  readonly file?: Uri;
  readonly children?: readonly Row[];
  readonly isOpen?: boolean;
  /** What menus ask for with `viewItem`. */
  readonly context?: string;
  readonly click?: Command;
  /** What the commands of the row's menu are about. */
  readonly argument?: unknown;
}

export function treeItem(row: Row): TreeItem {
  const { id, label, description, tooltip, file, children = [], context, click } = row;
  const item = new TreeItem(label, stateOf(children.length > 0, row.isOpen === true));
  item.id = id;
  item.description = description ?? "";
  item.tooltip = tooltip ?? label;
  item.accessibilityInformation = { label: [label, description].filter((part) => part !== undefined).join(", ") };
  if (file !== undefined) item.resourceUri = file;
  if (context !== undefined) item.contextValue = context;
  if (click !== undefined) item.command = click;
  const icon = iconOf(row);
  if (icon !== undefined) item.iconPath = icon;
  return item;
}

function stateOf(hasChildren: boolean, isOpen: boolean): TreeItemCollapsibleState {
  if (!hasChildren) return TreeItemCollapsibleState.None;
  return isOpen ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.Collapsed;
}

function iconOf({ icon, color, file }: Row): ThemeIcon | undefined {
  if (icon === undefined) return file === undefined ? undefined : ThemeIcon.File;
  return new ThemeIcon(icon, color === undefined ? undefined : new ThemeColor(color));
}
