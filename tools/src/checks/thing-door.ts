import type { SourceFile } from './files.ts'

const engine = 'bff/src/engines/thing/'
/** Where the engine keeps what devices say and are told. The register of devices is an archive that anybody may join by its names. */
const tables = /\bdevice_(?:series|points|rollups|stale_hours|shadows|events|commands|command_steps|departures)\b/
/** The last words of a device stand in the register, but are the engine's to read. */
const lastWords = (text: string): boolean => /\bdevices d\b/.test(text) && /\bd\.state\b/.test(text)
/** These name every table of the house: who owns it, how it is graded, how long it is kept. */
const registers = /^bff\/src\/capabilities\/(?:catalogue\/|retention\/classes\.ts)/
const past = /from '[^']*engines\/thing\/(?!index\.ts)[^']*'|from '\.\.\/thing\/(?!index\.ts)[^']*'/

/**
 * Scenes read and command devices through the thing engine and in no other way: what holds for a reading, who may see
 * it, how it is counted, is decided once. Returns one sentence per breach.
 */
export function sideReaders(files: readonly SourceFile[]): string[] {
  return files
    .filter(({ path }) => /^bff\/src\/(?:capabilities|engines)\//.test(path) && !path.startsWith(engine))
    .filter(({ path }) => !/(?:\.test|\/testing)\.ts$/.test(path) && !registers.test(path))
    .flatMap(({ path, text }) => [
      ...(tables.test(text) || lastWords(text) ? [`${path} reads a table of the thing engine; ask by what ${engine}index.ts offers`] : []),
      ...(past.test(text) ? [`${path} reaches past the thing engine's index`] : []),
    ])
}
