import type { OpenApiDocument, Operation } from './document.ts'
import type { Json } from './schemas.ts'
import { style } from './style.ts'

export interface PageOptions {
  /** Words that must all occur in a surface: its path, id, names or permission. */
  readonly q: string
  readonly nonce: string
}

interface Entry {
  readonly method: string
  readonly path: string
  readonly operation: Operation
}

const html = (text: unknown) =>
  String(text).replace(/[&<>"']/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[sign] as string)

/** The description of the interface for people: searchable, no script, nothing from elsewhere. */
export function openApiPage(document: OpenApiDocument, { q, nonce }: PageOptions): string {
  const entries = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  )
  const found = entries.filter((entry) => matches(entry, q))
  const groups = document.tags.map((tag) => ({ tag, list: found.filter((entry) => entry.operation.tags.includes(tag.name)) }))
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>里仁 开放接口 · Liren API</title>
<style nonce="${html(nonce)}">${style}</style>
</head>
<body>
<header>
<h1>里仁 开放接口 <small>Liren API ${html(document.info.version)}</small></h1>
<form role="search"><label>搜索 · Search <input name="q" type="search" value="${html(q)}" autofocus></label> <button>查找</button></form>
<p>${found.length} / ${entries.length} · <a href="/api/openapi.json">openapi.json</a></p>
</header>
<main>
${groups
  .filter((group) => group.list.length > 0)
  .map(
    ({ tag, list }) =>
      `<section><h2 id="${html(tag.name)}">${html(tag.description)} <small>${html(tag.name)}</small></h2>\n${list
        .map((entry) => surface(document, entry, found.length <= 3))
        .join('\n')}</section>`,
  )
  .join('\n')}
${found.length === 0 ? '<p>没有符合的接口 · Nothing fits</p>' : ''}
</main>
</body>
</html>
`
}

function matches({ method, path, operation }: Entry, q: string): boolean {
  const haystack = [method, path, operation.operationId, operation.summary, operation.description, operation['x-permission']]
    .join(' ')
    .toLowerCase()
  return q
    .toLowerCase()
    .split(/\s+/)
    .every((word) => haystack.includes(word))
}

function surface(document: OpenApiDocument, { method, path, operation }: Entry, open: boolean): string {
  const facts = [
    ['版本 · version', operation['x-version']],
    ['负责人 · owner', operation['x-owner']],
    ['权限 · permission', operation['x-permission']],
    ['范围 · scope', operation['x-scope']],
    ['流控 · rate', operation['x-rate']],
    ['幂等 · idempotent', operation['x-idempotent']],
    ['审计 · audit', operation['x-audit']],
    ['二次验证 · step-up', operation['x-step-up']],
  ].filter(([, value]) => value !== undefined)
  const body = contentOf(operation.requestBody as Json | undefined)
  const good = Object.entries(operation.responses as Record<string, Json>).find(([status]) => status.startsWith('2'))
  return `<details id="${html(operation.operationId)}"${open ? ' open' : ''}><summary><b class="${method}">${method}</b> <code>${html(path)}</code> ${html(operation.summary)} <small>${html(operation.description)}</small></summary>
<dl>${facts.map(([name, value]) => `<div><dt>${name}</dt><dd>${html(value)}</dd></div>`).join('')}</dl>
${parameterTable(operation.parameters as Json[])}
${body ? `<h3>请求 · Request</h3>${schemaTable(document, body)}` : ''}
${good ? `<h3>答复 · Answer ${html(good[0])}</h3>${contentOf(good[1]) ? schemaTable(document, contentOf(good[1]) as Json) : '<p>无内容 · no content</p>'}` : ''}
${errorTable(operation.responses as Record<string, Json>)}
</details>`
}

const contentOf = (holder: Json | undefined): Json | undefined =>
  (holder?.content as Record<string, { schema?: Json }> | undefined)?.['application/json']?.schema

function parameterTable(parameters: readonly Json[]): string {
  if (parameters.length === 0) return ''
  const rows = parameters.map((parameter) => [
    `<code>${html(parameter.name)}</code>`,
    html(parameter.in),
    parameter.required ? '✓' : '',
    html(kindOf(parameter.schema as Json)),
  ])
  return `<h3>参数 · Parameters</h3>${table(['名称 · name', '位置 · in', '必填 · required', '类型 · type'], rows)}`
}

function schemaTable(document: OpenApiDocument, schema: Json): string {
  const rows = fields(document, schema, '', 0, true).map(({ path, schema: field, required, level }) => [
    `<code>${html(path)}</code>`,
    html(kindOf(field)),
    required ? '✓' : '',
    html(level ?? ''),
    html([field.title, field.description].filter(Boolean).join(' · ')),
  ])
  return table(['字段 · field', '类型 · type', '必有 · required', '级别 · level', ''], rows)
}

interface Field {
  readonly path: string
  readonly schema: Json
  readonly required: boolean
  readonly level: unknown
}

const resolve = (document: OpenApiDocument, schema: Json): Json =>
  typeof schema.$ref === 'string'
    ? { ...(document.components.schemas[schema.$ref.slice('#/components/schemas/'.length)] as Json), ...withoutRef(schema) }
    : schema

const withoutRef = ({ $ref: _ref, ...rest }: Json): Json => rest

/** A tree of schemas as flat rows; deep enough for every answer there is, and never endless. */
function fields(document: OpenApiDocument, given: Json, path: string, depth: number, required: boolean, outer?: unknown): Field[] {
  const schema = resolve(document, given)
  const level = schema['x-level'] ?? outer
  const own = path === '' ? [] : [{ path, schema, required, level }]
  if (depth > 8) return own
  const inside = (child: Json, step: string, needed: boolean) => fields(document, child, path + step, depth + 1, needed, level)
  if (schema.properties) {
    const needed = new Set((schema.required as string[] | undefined) ?? [])
    const children = Object.entries(schema.properties as Record<string, Json>).flatMap(([name, child]) =>
      inside(child, path === '' ? name : `.${name}`, needed.has(name)),
    )
    return [...own, ...children]
  }
  if (schema.type === 'array' && schema.items) return [...own, ...inside(schema.items as Json, '[]', true).slice(1)]
  const options = (schema.anyOf ?? schema.oneOf) as Json[] | undefined
  const object = options?.map((option) => resolve(document, option)).find((option) => option.properties || option.type === 'array')
  return object ? [...own, ...inside(object, '', required).slice(1)] : own
}

function kindOf(schema: Json): string {
  if (schema.enum) return (schema.enum as unknown[]).join(' | ')
  if (schema.const !== undefined) return String(schema.const)
  const options = (schema.anyOf ?? schema.oneOf) as Json[] | undefined
  if (options) return options.map(kindOf).join(' | ')
  if (typeof schema.$ref === 'string') return 'object'
  if (schema.type === 'array') return `${kindOf((schema.items as Json | undefined) ?? {})}[]`
  const limits = [schema.format, schema.maxLength && `≤ ${schema.maxLength}`].filter(Boolean).join(', ')
  return `${schema.type ?? 'any'}${limits ? ` (${limits})` : ''}`
}

function errorTable(responses: Record<string, Json>): string {
  const rows = Object.entries(responses)
    .filter(([status]) => Number(status) >= 400)
    .flatMap(([status, { description, 'x-codes': codes }]) => {
      const sentences = String(description).split('\n')
      return (codes as string[]).map((code, index) => [html(status), `<code>${html(code)}</code>`, html(sentences[index])])
    })
  return `<h3>错误 · Errors</h3>${table(['状态 · status', '代码 · code', ''], rows)}`
}

const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  `<table><thead><tr>${head.map((cell) => `<th>${cell}</th>`).join('')}</tr></thead><tbody>${rows
    .map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`)
    .join('')}</tbody></table>`
