import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'

const source = resolve(__dirname, '../src')
const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).map((path) => path.replace(/\\/g, '/'))
const read = (path: string) => readFileSync(`${source}/${path}`, 'utf8')

/** Words and markup that a file writes by itself, by line. */
function loose(path: string, text: string, wrong: (node: ts.Node) => boolean): string[] {
  const parsed = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true, ts.ScriptKind.TSX)
  const found: string[] = []
  const visit = (node: ts.Node): void => {
    if (wrong(node)) found.push(`${path}:${parsed.getLineAndCharacterOfPosition(node.getStart()).line + 1}`)
    node.forEachChild(visit)
  }
  visit(parsed)
  return found
}

/** A call of `text(…)` names its sentence in both languages: that is the catalogue, wherever it stands. */
const inCatalogue = (node: ts.Node): boolean => {
  for (let at: ts.Node | undefined = node; at !== undefined; at = at.parent) {
    if (ts.isCallExpression(at) && ts.isIdentifier(at.expression) && at.expression.text === 'text') return true
  }
  return false
}
const han = /[\u3400-\u9fff]/
const looseWords = (node: ts.Node) =>
  (ts.isStringLiteralLike(node) || ts.isJsxText(node) || ts.isTemplateHead(node)) && han.test(node.text) && !inCatalogue(node)
const rawElement = (node: ts.Node) =>
  (ts.isJsxOpeningElement(node) || ts.isJsxSelfClosingElement(node)) && ts.isIdentifier(node.tagName) && /^[a-z]/.test(node.tagName.text)
const importOf = (name: string) => (node: ts.Node) =>
  ts.isImportDeclaration(node) && (node.moduleSpecifier as ts.StringLiteral).text === name

const screens = files.filter((path) => /^(pages|pkg-|parts)/.test(path) && path.endsWith('.tsx') && !path.includes('.test.'))
const faults = (wrong: (node: ts.Node) => boolean, of = screens) => of.flatMap((path) => loose(path, read(path), wrong))

describe('every screen', () => {
  test('takes its words from the catalogue, except for signs between them', () => {
    const signs = /[：，、（）·×]/g
    expect(faults((node) => looseWords(node) && han.test((node as ts.StringLiteral).text.replace(signs, '')))).toEqual([])
  })

  test('[SZSQ-6.7-b] is built of the shared elements: no bare tag, no component of one end, no dialog of the system', () => {
    expect(faults(rawElement)).toEqual([])
    expect(faults(importOf('@tarojs/components'))).toEqual([])
    expect(faults(importOf('@tarojs/taro'))).toEqual([])
    const pagesOnly = screens.filter((path) => !path.startsWith('parts/'))
    expect(faults(importOf('@nutui/nutui-react-taro'), pagesOnly)).toEqual([])
    // messages, forms and lists of the platform itself are never called past the shared parts
    const bare = /\b(showToast|showModal|showLoading|alert|confirm)\(/
    expect(screens.filter((path) => bare.test(read(path)))).toEqual([])
  })

  test('asks no end which one it is, outside of its platform', () => {
    expect(screens.filter((path) => /TARO_ENV/.test(read(path)) && path !== 'pkg-sys/feedback/index.tsx')).toEqual([])
  })

  test('loads no picture from elsewhere', () => {
    const remote = /https?:\/\/(?!www\.w3\.org)/
    expect(files.filter((path) => /\.(tsx?|css)$/.test(path) && !path.includes('.test.') && remote.test(read(path)))).toEqual([])
  })

  test('control: loose words, bare tags and foreign components are found where they are', () => {
    const bad = `import { View } from '@tarojs/components'\nexport const A = () => <div>你好{say(text('好', 'ok'))}</div>`
    expect(loose('a.tsx', bad, looseWords)).toEqual(['a.tsx:2'])
    expect(loose('a.tsx', bad, rawElement)).toEqual(['a.tsx:2'])
    expect(loose('a.tsx', bad, importOf('@tarojs/components'))).toEqual(['a.tsx:1'])
  })
})

describe('style sheets', () => {
  const sheets = files.filter((path) => path.endsWith('.css') && !path.includes('.gen.'))
  test('use the sizes of the type scale; a fixed size is 12 px or more', () => {
    const small = sheets.flatMap((path) =>
      [...read(path).matchAll(/font-size:\s*(\d+(?:\.\d+)?)px/g)].filter((match) => Number(match[1]) < 12).map(() => path),
    )
    expect(small).toEqual([])
  })
  test('take colours from the tokens only', () => {
    const loud = sheets.filter(
      (path) =>
        !path.startsWith('look/') &&
        /#[0-9a-f]{3,8}\b/i.test(
          read(path)
            .replace(/url\([^)]*\)/g, '')
            .replace(/#fff\b/g, ''),
        ),
    )
    expect(loud).toEqual([])
  })
})
