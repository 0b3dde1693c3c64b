import { Argument, type Command } from "commander";
import { type AddCommand, examples } from "../command.ts";

/** Completion of commands and their options, made from the commands themselves, so that it cannot fall behind. */
export const addCompletion: AddCommand = (program, context) => {
  program
    .command("completion")
    .summary("print a completion script for your shell")
    .addArgument(new Argument("<shell>").choices(["bash", "zsh", "fish"]))
    .addHelpText("after", examples(["leastkey completion bash >> ~/.bashrc", "complete with the tab key from now on"]))
    .action((shell: "bash" | "zsh" | "fish") => context.output.result(scripts[shell](wordsOf(program))));
};

interface Words {
  readonly command: string;
  readonly options: readonly string[];
  readonly about: string;
}

function wordsOf(program: Command): readonly Words[] {
  return program.commands.map((command) => ({
    command: command.name(),
    options: command.options.map((option) => option.long ?? option.short ?? "").filter((name) => name !== ""),
    about: command.summary().replaceAll("'", "’"),
  }));
}

const scripts = {
  bash: (words: readonly Words[]): string => `_leastkey() {
  local current="\${COMP_WORDS[COMP_CWORD]}" options=""
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${words.map((word) => word.command).join(" ")} help" -- "$current"))
    return
  fi
  case "\${COMP_WORDS[1]}" in
${words.map((word) => `    ${word.command}) options="${word.options.join(" ")}" ;;`).join("\n")}
  esac
  case "$current" in
    -*) COMPREPLY=($(compgen -W "$options" -- "$current")) ;;
    *) COMPREPLY=($(compgen -f -- "$current")) ;;
  esac
}
complete -o filenames -F _leastkey leastkey`,
  zsh: (words: readonly Words[]): string => `#compdef leastkey
_leastkey() {
  local -a commands
  commands=(${words.map((word) => `'${word.command}:${word.about}'`).join(" ")})
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  case "\${words[2]}" in
${words.map((word) => `    ${word.command}) compadd -- ${word.options.join(" ")} ;;`).join("\n")}
  esac
  _files
}
compdef _leastkey leastkey`,
  fish: (words: readonly Words[]): string =>
    words
      .flatMap((word) => [
        `complete -c leastkey -n __fish_use_subcommand -a ${word.command} -d '${word.about}'`,
        ...word.options.map(
          (option) =>
            `complete -c leastkey -n '__fish_seen_subcommand_from ${word.command}' -l ${option.replace(/^--/, "")}`,
        ),
      ])
      .join("\n"),
};
