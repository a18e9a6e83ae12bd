import { posix } from 'node:path'
import type { BuiltPackage } from './package.ts'
import { clashingTags, rpxToVw } from './tags.ts'

const tagSelector = new RegExp(`(^|[\\s,>+~}(])(${clashingTags.join('|')})(?=[\\s,.:{>+~\\[#)])`, 'gm')

/** Selectors of the tags that are renamed. Declarations are left alone: `{ transition: opacity }` names no tag. */
export const withRenamedTags = (css: string): string =>
  css.replace(/[^{}]+(?=\{)/g, (selectors) =>
    selectors.trimStart().startsWith('@') ? selectors : selectors.replace(tagSelector, '$1wx-$2'),
  )

/** Every stylesheet with its imports in place, in units a browser knows, by the path of its page. */
export function compileStyles(built: BuiltPackage): { styles: Record<string, string>; problems: string[] } {
  const present = new Set(built.files)
  const problems: string[] = []
  const inline = (file: string, above: readonly string[]): string => {
    if (above.includes(file)) return ''
    if (!present.has(file)) {
      problems.push(`${above.at(-1)}: imports ${file}, which does not exist`)
      return ''
    }
    return built
      .read(file)
      .replace(/@import\s+(?:url\()?["']([^"']+)["']\)?\s*;?/g, (_, path: string) =>
        inline(path.startsWith('/') ? path.slice(1) : posix.join(posix.dirname(file), path), [...above, file]),
      )
  }
  const styles: Record<string, string> = {}
  for (const file of built.files)
    if (file.endsWith('.wxss')) styles[file.slice(0, -'.wxss'.length)] = rpxToVw(withRenamedTags(inline(file, [])))
  return { styles, problems }
}
