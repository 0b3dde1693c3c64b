import type { Environment } from "../finding.ts";

export interface PathKind {
  /** Lock files, bundles, source maps, installed packages, translations: only tokens with their own prefix count. */
  readonly generated: boolean;
  /** Tests, fixtures, examples, documentation, borrowed code: the tier of findings is lowered. */
  readonly test: boolean;
  /** Programming languages: a value must be a string literal. */
  readonly code: boolean;
  /** Rows under column names: key words of the first line count. */
  readonly table: boolean;
  readonly environment: Environment | undefined;
}

const generatedName =
  /(?:^|\/)(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?|composer\.lock|cargo\.lock|poetry\.lock|pipfile\.lock|uv\.lock|pdm\.lock|gemfile\.lock|go\.sum|flake\.lock|mix\.lock|packages\.lock\.json|pubspec\.lock|podfile\.lock|gradle\.lockfile|deno\.lock)$|\.(?:lock|min\.js|min\.css|min\.mjs|map|snap|svg|bundle\.js|pb\.go|po|pot|xlf|xliff|strings|resx|css|scss|less|woff2?|ipa|lockfile|d\.ts|d\.mts|d\.cts)$/i;
const generatedTree =
  /(?:^|\/)(?:node_modules|bower_components|\.next|\.nuxt|\.output|coverage|__snapshots__|(?:test-?)?vectors|wycheproof)\//i;
/** A build writes programs and pages; scripts and settings beside them are people's. */
const builtFile = /(?:^|\/)(?:dist|build|out)\/(?:.*\/)?[^/]+\.(?:[cm]?js|css|html?|map|txt|json)$/i;
/** Texts in a folder of translations; programs only under a language's own name: `lang/en/auth.php`, `i18n/pt-BR.ts`. */
const translation =
  /(?:^|\/)(?:locales?|i18n|l10n|translations?|langs?|messages)\/(?:.*\.(?:json[c5]?|ya?ml|properties|arb|xml|ftl|csv|md|toml)$|(?:.*\/)?[a-z]{2,3}(?:[-_][a-z]{2,4})?(?:\/.*)?\.(?:php|[cm]?[jt]sx?|rb|py|ini)$)/i;
/** Other people's code, kept in the project: often as it came, now and then with the project's own settings. */
const borrowed = /(?:^|\/)(?:vendor|third_party)\//i;
const testPath =
  /(?:^|\/)(?:tests?|__tests__|__mocks__|spec|specs|e2e|fixtures?|testdata|test-data|mocks?|stubs?|examples?|samples?|demos?|docs?|documentation|tutorials?|cypress|playwright|benchmarks?|testing|integration-?tests?|unit-?tests?)\/|(?:^|[/._-])(?:test|tests|spec|specs|mock|mocks|fixture|fixtures|example|sample|e2e|stories)\.[a-z0-9]+$|(?:^|\/)test_[^/]*\.py$|_test\.(?:go|py|rb|exs?|dart)$|Tests?\.(?:java|kt|cs|php|swift|scala)$|(?:^|\/)(?:readme|changelog|contributing|security|authors)[^/]*$|\.(?:mdx?|rst|adoc)$/i;
const codePath =
  /\.(?:[cm]?[jt]sx?|vue|svelte|astro|py|pyi|rb|go|rs|java|kts?|scala|groovy|gradle|php|cs|fs|vb|swift|m|mm|c|h|cc|cpp|cxx|hpp|hh|dart|ex|exs|erl|hs|lua|pl|pm|r|jl|clj|cljs|sol|sql|zig|nim|ml|elm|coffee|ps1|psm1)$/i;

const environments: readonly (readonly [RegExp, Environment])[] = [
  [/(?:^|[/._-])(?:prod|production|live|prd)(?:[/._-]|$)/i, "production"],
  [/(?:^|[/._-])(?:staging|stage|stg|preprod|pre-prod|uat|preview)(?:[/._-]|$)/i, "staging"],
  [/(?:^|[/._-])(?:test|tests|testing|qa|ci|e2e|spec|fixtures?|mocks?)(?:[/._-]|$)/i, "test"],
  [/(?:^|[/._-])(?:dev|devel|development|local|sandbox)(?:[/._-]|$)/i, "development"],
];

/** The environment that a name, path or host speaks of. */
export function environmentIn(text: string): Environment | undefined {
  return environments.find(([pattern]) => pattern.test(text))?.[1];
}

export function pathKindOf(path: string): PathKind {
  return {
    generated: generatedName.test(path) || generatedTree.test(path) || builtFile.test(path) || translation.test(path),
    test: testPath.test(path) || borrowed.test(path),
    code: codePath.test(path),
    table: /\.[ct]sv$/i.test(path),
    environment: environmentIn(path),
  };
}
