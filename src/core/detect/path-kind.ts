import type { Environment } from "../finding.ts";

export interface PathKind {
  /** Lock files, bundles, source maps, vendored trees, translations: only tokens with their own prefix count. */
  readonly generated: boolean;
  /** Tests, fixtures, examples, documentation: the tier of unproved findings is lowered. */
  readonly test: boolean;
  /** Programming languages: a value must be a string literal. */
  readonly code: boolean;
  readonly environment: Environment | undefined;
}

const generatedName =
  /(?:^|\/)(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?|composer\.lock|cargo\.lock|poetry\.lock|pipfile\.lock|uv\.lock|pdm\.lock|gemfile\.lock|go\.sum|flake\.lock|mix\.lock|packages\.lock\.json|pubspec\.lock|podfile\.lock|gradle\.lockfile|deno\.lock)$|\.(?:lock|min\.js|min\.css|min\.mjs|map|snap|svg|bundle\.js|pb\.go|po|pot|xlf|xliff|strings|resx|css|scss|less|woff2?|ipa|lockfile|d\.ts|d\.mts|d\.cts)$/i;
const generatedTree =
  /(?:^|\/)(?:node_modules|vendor|third_party|bower_components|dist|build|out|\.next|\.nuxt|\.output|coverage|__snapshots__|locales?|i18n|l10n|translations?|lang|langs|messages)\//i;
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
    generated: generatedName.test(path) || generatedTree.test(path),
    test: testPath.test(path),
    code: codePath.test(path),
    environment: environmentIn(path),
  };
}
