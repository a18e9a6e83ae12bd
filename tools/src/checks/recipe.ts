import ts from 'typescript'
import { root, type SourceFile } from './files.ts'

/** Code blocks of a page whose first line names a file: `// bff/src/x.ts`. */
export function snippets(page: string): SourceFile[] {
  return [...page.matchAll(/```ts\n\/\/ (\S+\.ts)\n([\s\S]*?)```/g)].map((match) => ({
    path: match[1] as string,
    text: match[2] as string,
  }))
}

/** Compiles snippets as if they lay where they say, among the real files, and tells what the compiler says. */
export function compileFaults(sources: readonly SourceFile[]): string[] {
  const overlay = new Map(sources.map(({ path, text }) => [`${root}${path}`, text]))
  const { config } = ts.readConfigFile(`${root}tsconfig.base.json`, ts.sys.readFile)
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root)
  const host = ts.createCompilerHost(options)
  const { readFile, fileExists } = host
  const real = (path: string) => overlay.get(host.realpath?.(path) ?? path) ?? overlay.get(path.replace(/\/node_modules\/@liren\//, '/'))
  host.readFile = (path) => real(path) ?? readFile(path)
  host.fileExists = (path) => real(path) !== undefined || fileExists(path)
  host.getSourceFile = (path, version) => {
    const text = host.readFile(path)
    return text === undefined ? undefined : ts.createSourceFile(path, text, version, true)
  }
  const program = ts.createProgram([...overlay.keys()], options, host)
  return [...overlay.keys()].flatMap((path) => {
    const source = program.getSourceFile(path)
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
      ({ messageText, start = 0 }) =>
        `${path.slice(root.length)}:${source?.getLineAndCharacterOfPosition(start).line}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`,
    )
  })
}
