import type { ToolCall } from "../verdict.ts";
import { type Fields, fieldsOf, inputOf, textsOf } from "./json.ts";

type Kind = Exclude<ToolCall["kind"], "prompt" | "mcp" | "unknown">;

/**
 * The names agents give their tools, in lower case without `_`, `-`, `.` and blanks. One table for all: no two agents
 * use one name for different kinds. Sources: payloads recorded in November 2026 and the documentation of each agent.
 */
const kinds: Readonly<Record<Kind, readonly string[]>> = {
  read: words(
    `read readfile readfiles readmanyfiles readmultiplefiles view viewfile viewimage viewcodeitem fsread open openfile
    cat notebookread readnotebookcelloutput getfilecontents readtextfile beforereadfile beforetabfileread prereadcode
    readcode viewsourcecode readresource readterminalfile viewfileoutline`,
  ),
  search: words(
    `grep grepsearch searchfilecontent search searchfiles searchcodebase codebasesearch semanticsearch codesearch ripgrep
    searchtext findtext grepcode greptool searchcode listcodeusages`,
  ),
  list: words(
    `glob ls list listdir listdirectory listfiles find filesearch finder findfiles findbyname listfilestopelevel lstree
    readdirectory listdirectorytree globsearch fsglob`,
  ),
  edit: words(
    `edit write writefile create createfile multiedit applypatch replace strreplace strreplaceeditor editor editfile
    notebookedit fswrite insert inserteditintofile replacestringinfile multireplacestringinfile writetofile
    replaceinfile applydiff savefile delete deletefile removefiles undoedit patch update createnewfile
    editnotebook editnotebookfile prewritecode writecode replacefilecontent multireplacefilecontent
    fsappend insertcontent searchandreplace afterfileedit rename movefile`,
  ),
  shell: words(
    `bash shell execute exec powershell pwsh monitor terminal runterminalcmd runterminalcommand runinterminal runcommand
    runcommands executecommand runshellcommand launchprocess executebash executepwsh executecmd createandruntask shellcommand
    localshell execcommand writestdin beforeshellexecution preruncommand runterminal runscript cmd process bashoutput
    runtask sendterminalinput runinteractive writeprocess sendtoterminal`,
  ),
  fetch: words(
    `webfetch fetch fetchurl fetchwebpage readurl readurlcontent openurl browser browse httprequest openbrowserpage
    opensimplebrowser webbrowser fetchwebcontent`,
  ),
};

const kindOf = new Map<string, Kind>(
  (["read", "search", "list", "edit", "shell", "fetch"] as const).flatMap((kind) =>
    kinds[kind].map((name) => [name, kind] as const),
  ),
);

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}

const pathFields = words(
  `file_path filePath path absolute_path AbsolutePath notebook_path notebookPath target_file TargetFile relative_workspace_path
  relative_path paths files file filename fileName file_paths filePaths dir_path dirPath directory_path DirectoryPath directory
  dir folder SearchPath SearchDirectory search_path operations root uri fsPath include_directories target_directory
  old_path new_path source destination File AbsoluteUri imagePath image_path edits replacements changes`,
);
const insidePath = ["path", "file_path", "filePath", "uri", "file", "old_path", "new_path"];
const commandFields = words(
  `command commands cmd CommandLine command_line commandLine script chars input task code shell_command args data Input`,
);
const textFields = words(
  `content contents file_content file_text new_string new_str newString newText new_text CodeContent code_edit text replacement
  new_source edits replacements patch patchText diff insert_text value files changes operations ReplacementChunks
  ReplacementContent input`,
);
const insideText = words(
  `content contents new_string newString newText new_text new_str text replacement replacementContent ReplacementContent insertText`,
);
const globFields = ["glob", "include", "includePattern", "include_pattern", "Includes", "file_pattern", "glob_pattern"];
const patternFields = ["pattern", "patterns", "query", "queries", "Query", "regex", "Pattern", "glob_pattern"];

/** The agent-neutral meaning of a tool call; `unknown` for a tool that the table does not name. */
export function callOf(tool: string, input: Fields): ToolCall {
  if (isMcp(tool)) return { kind: "mcp", tool };
  const kind = kindOf.get(tool.toLowerCase().replace(/[_\-.\s]/g, "")) ?? guess(input);
  switch (kind) {
    case "read":
      return { kind, paths: pathsIn(input) };
    case "search":
      return {
        kind,
        paths: pathsIn(input),
        ...first("glob", globFields, input),
        ...first("pattern", patternFields, input),
        ...(/^(?:files_with_matches|count|files)$/.test(textsOf(input["output_mode"])[0] ?? "") ? { names: true } : {}),
      };
    case "list":
      return { kind, paths: pathsIn(input), ...first("glob", [...patternFields, ...globFields], input) };
    case "edit":
      return editOf(input);
    case "shell":
      return { kind, commands: commandFields.flatMap((name) => commandsIn(input[name])) };
    case "fetch":
      return { kind, url: ["url", "Url", "uri", "urls", "prompt"].flatMap((name) => textsOf(input[name]))[0] ?? "" };
    case undefined:
      return { kind: "unknown" };
  }
}

/** A command as text, as a list of commands, or as a program with its arguments beside it. */
function commandsIn(data: unknown): readonly string[] {
  const task = fieldsOf(data);
  if (task === undefined) return textsOf(data, ["command", "cmd", "script"]);
  return [[...textsOf(task["command"]), ...textsOf(task["cmd"]), ...textsOf(task["args"])].join(" ")];
}

/** A tool with another name that carries a command is a shell: Crush, Continue and others rename theirs. */
function guess(input: Fields): Kind | undefined {
  return typeof input["command"] === "string" || typeof input["CommandLine"] === "string" ? "shell" : undefined;
}

function isMcp(tool: string): boolean {
  return /^mcp(?:__|_|:|-)|^MCP:/.test(tool);
}

function pathsIn(input: Fields): readonly string[] {
  const given = fieldsWithin(input);
  return [...new Set(pathFields.flatMap((name) => textsOf(given[name], insidePath)))];
}

/** Some agents put the arguments one level down, as an object or as JSON text. */
function fieldsWithin(input: Fields): Fields {
  const inner = inputOf(input["args"]) ?? inputOf(input["arguments"]);
  return inner === undefined ? input : { ...inner, ...input };
}

function first<Name extends string>(name: Name, fields: readonly string[], input: Fields): { [key in Name]?: string } {
  const found = fields.flatMap((field) => textsOf(input[field]));
  const result: { [key in Name]?: string } = {};
  if (found.length > 0) result[name] = found.join("\n");
  return result;
}

function editOf(input: Fields): ToolCall {
  const text = textFields.flatMap((name) => textsOf(input[name], insideText));
  const patches = [...text, ...textsOf(input["command"])].flatMap(pathsOfPatch);
  return {
    kind: "edit",
    paths: [...new Set([...pathsIn(input), ...patches])],
    text: [...text, ...textsOf(input["command"])],
  };
}

/** The files that a patch in the form of apply_patch or of diff touches. */
export function pathsOfPatch(text: string): readonly string[] {
  if (!/^(?:\*\*\* |\+\+\+ |--- )/m.test(text)) return [];
  return [
    ...text.matchAll(/^(?:\*\*\* (?:Add|Update|Delete) File: |\*\*\* Move to: |(?:\+\+\+|---) (?:[ab]\/)?)(.+?)\s*$/gm),
  ]
    .map((match) => match[1] ?? "")
    .filter((path) => path !== "" && path !== "/dev/null");
}
