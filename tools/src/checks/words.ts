import ts from 'typescript'
import { isTest, lineAt, type SourceFile } from './files.ts'

interface Word {
  /** Which files it is forbidden in. */
  readonly where: (path: string) => boolean
  readonly finds: (node: ts.Node) => boolean
  readonly because: string
}

const everywhere = () => true

/** Code whose time, chance and network are given to it, so that tests can move the clock and repeat the dice. */
const domain = (path: string) =>
  /^(bff|device-bridge)\/src\//.test(path) && !isTest(path) && !/\/ports\/system\.ts$/.test(path) && !/\/kernel\/adapters\//.test(path)

const isCallOf = (node: ts.Node, object: string, method: string) =>
  ts.isPropertyAccessExpression(node) && node.name.text === method && ts.isIdentifier(node.expression) && node.expression.text === object

const calledName = (node: ts.Node): string | undefined =>
  ts.isCallExpression(node) && ts.isIdentifier(node.expression) ? node.expression.text : undefined

const textOf = (node: ts.Node): string | undefined =>
  ts.isStringLiteralLike(node)
    ? node.text
    : node.kind === ts.SyntaxKind.TemplateHead || node.kind === ts.SyntaxKind.TemplateMiddle || node.kind === ts.SyntaxKind.TemplateTail
      ? (node as ts.TemplateHead).text
      : undefined

const words: Word[] = [
  {
    where: domain,
    finds: (node) => isCallOf(node, 'Date', 'now'),
    because: 'time is given by the Clock, so that tests can move it; only ports/system.ts asks the machine',
  },
  {
    where: domain,
    finds: (node) => isCallOf(node, 'Math', 'random'),
    because: 'chance is given by Random, so that a failing run can be repeated',
  },
  {
    where: domain,
    finds: (node) => ts.isNewExpression(node) && node.expression.getText() === 'Date' && (node.arguments?.length ?? 0) === 0,
    because: 'a Date without an argument reads the machine clock; take it from the Clock',
  },
  {
    where: domain,
    finds: (node) => calledName(node) === 'fetch',
    because: 'the network is reached through a port with an adapter, never by a bare fetch',
  },
  {
    where: everywhere,
    finds: (node) => (ts.isAsExpression(node) || ts.isTypeAssertionExpression(node)) && node.type.kind === ts.SyntaxKind.AnyKeyword,
    because: '`as any` hides what the compiler knows',
  },
  {
    where: everywhere,
    finds: (node) => calledName(node) === 'eval' || (ts.isNewExpression(node) && node.expression.getText() === 'Function'),
    because: 'text is never run as code; a mini-program cannot, and nobody else should',
  },
  {
    where: (path) => !isTest(path),
    finds: (node) =>
      ts.isCallExpression(node) &&
      ts.isPropertyAccessExpression(node.expression) &&
      node.expression.name.text === 'sync' &&
      /sequelize|model/i.test(node.expression.expression.getText()),
    because: 'tables are made by reviewed migrations, never by sequelize.sync',
  },
  {
    where: (path) => path.startsWith('bff/'),
    finds: (node) => /\bOFFSET\s+(\?|\d|$)/.test(textOf(node) ?? ''),
    because: 'lists page by a key on an index; OFFSET reads and throws away everything before it',
  },
  {
    where: (path) => /^bff\/src\/kernel\/(http|web|store|identity)\//.test(path) && !isTest(path),
    finds: (node) => ts.isGetAccessor(node) && ts.isObjectLiteralExpression(node.parent),
    because: 'a literal with a getter is a shape of its own for every request, and keeps what the getter sees; a class shares one',
  },
  {
    where: (path) => isTest(path),
    finds: (node) =>
      ts.isPropertyAccessExpression(node) &&
      ['skip', 'only', 'todo', 'skipIf', 'fails'].includes(node.name.text) &&
      ts.isIdentifier(node.expression) &&
      ['it', 'test', 'describe'].includes(node.expression.text),
    because: 'a test runs and passes, or it is not there',
  },
]

const unfinished = /\b(TODO|FIXME|XXX|HACK)\b|@ts-(ignore|nocheck)\b/

/** Every forbidden word of a file, as `path:line: why`. Strings and comments are told apart from code. */
export function forbiddenWords(file: SourceFile): string[] {
  const kind = /x$/.test(file.path) ? ts.ScriptKind.TSX : ts.ScriptKind.TS
  const source = ts.createSourceFile(file.path, file.text, ts.ScriptTarget.ES2022, true, kind)
  const applied = words.filter((word) => word.where(file.path))
  const found: string[] = []
  const visit = (node: ts.Node): void => {
    for (const word of applied) if (word.finds(node)) found.push(`${file.path}:${lineAt(file.text, node.getStart())}: ${word.because}`)
    node.forEachChild(visit)
  }
  visit(source)
  // telling comments from strings is slow work, and hardly a file holds such a word at all
  const told = unfinished.test(file.text) ? comments(source) : []
  for (const comment of told)
    if (unfinished.test(comment.text)) found.push(`${file.path}:${lineAt(file.text, comment.at)}: finish it or write down the decision`)
  return found
}

/** All comments, found where tokens meet, so that `//` inside a string is no comment. */
function comments(source: ts.SourceFile): { text: string; at: number }[] {
  const found = new Map<number, string>()
  const visit = (node: ts.Node): void => {
    const ranges = [
      ...(ts.getLeadingCommentRanges(source.text, node.getFullStart()) ?? []),
      ...(ts.getTrailingCommentRanges(source.text, node.getEnd()) ?? []),
    ]
    for (const range of ranges) found.set(range.pos, source.text.slice(range.pos, range.end))
    for (const child of node.getChildren(source)) visit(child)
  }
  visit(source)
  return [...found].map(([at, text]) => ({ text, at }))
}
