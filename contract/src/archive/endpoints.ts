import { endpoint } from '../kernel/endpoint.ts'
import { daySchema, idSchema, versionSchema } from '../kernel/id.ts'
import { pageOf, pageQuery } from '../kernel/page.ts'
import { permission } from '../kernel/permission.ts'
import { text } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'
import type { Archive } from './archive.ts'
import { customCode } from './custom.ts'
import { linkKindCodes } from './links.ts'
import {
  changeSchema,
  createValues,
  customInput,
  graphSchema,
  linkSchema,
  recordSchema,
  revealSchema,
  rowSchema,
  updateValues,
} from './schemas.ts'
import { sourceCodes, typedSourceCodes } from './source.ts'

const byId = z.object({ id: idSchema() })
const reason = () => z.string().check(z.trim(), z.minLength(2), z.maxLength(200))
const filterText = () => z.string().check(z.maxLength(80))

/** Consents that somebody gave before a file about them was made; where one is by telephone or on paper, with its proof. */
const told = {
  consents: z.optional(
    z
      .array(
        z.object({
          purpose: z.string().check(z.regex(/^[a-z][a-z0-9-]{1,23}$/)),
          textVersion: z.number().check(z.int(), z.minimum(1)),
          channel: z.enum(['field', 'counter', 'paper', 'phone']),
          evidence: z.optional(z.array(idSchema()).check(z.maxLength(4))),
        }),
      )
      .check(z.maxLength(6)),
  ),
}
const asksConsent = ({ name }: Archive) => name === 'person'

/** What the list can be narrowed by: `f.<field>` for each field that is looked for, and what every file has. */
const listQuery = (definition: Archive) => {
  const shape: Record<string, z.ZodMiniOptional<z.ZodMiniString>> = {}
  for (const [name, field] of Object.entries(definition.fields)) {
    if (field.find.includes('equal')) shape[`f.${name}`] = z.optional(filterText())
    if (field.find.includes('last4')) shape[`last4.${name}`] = z.optional(z.string().check(z.regex(/^[0-9A-Za-z]{4}$/)))
  }
  return z.object({
    ...pageQuery,
    /** A piece of whatever names the file. */
    q: z.optional(z.string().check(z.trim(), z.minLength(1), z.maxLength(40))),
    placeId: z.optional(idSchema()),
    state: z.optional(z.enum(['active', 'retired', 'all'])),
    source: z.optional(z.enum(sourceCodes)),
    tag: z.optional(z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{0,39}$/))),
    /** A kind of link that holds now, with or without the part one plays in it: `governs`, `governs:volunteer`. */
    linked: z.optional(z.string().check(z.regex(/^[a-z-]{2,24}(:[a-z-]{2,24})?$/))),
    /** Not verified since this day, or never. */
    verifiedBefore: z.optional(daySchema()),
    sort: z.optional(z.enum(['newest', 'changed', 'place'])),
    ...shape,
  })
}

/** Refusals that every archive knows, under its own name. */
export const archiveErrors = (name: string, zh: string, en: string) => ({
  [`${name}.exists`]: {
    status: 409,
    text: text(`该${zh}已有档案，请打开已有档案`, `There is a file for this ${en} already: open that one`),
  },
  [`${name}.place-unfit`]: { status: 422, text: text('所选空间不适用于此档案', 'A file of this kind cannot belong to that place') },
  [`${name}.retired`]: { status: 409, text: text('档案已注销，请先恢复', 'This file is retired: restore it first') },
  [`${name}.merged`]: {
    status: 409,
    text: text('该档案已并入另一份，请打开合并后的档案', 'This file was merged into another: open that one'),
  },
  [`${name}.file-unknown`]: { status: 422, text: text('有附件没有上传成功，请重新上传', 'A file is missing, please upload it again') },
  [`${name}.link-unfit`]: { status: 422, text: text('这两类档案之间没有此种关联', 'These two files cannot be linked in this way') },
  [`${name}.link-known`]: { status: 409, text: text('已有相同的有效关联', 'They are linked in this way already') },
  [`${name}.link-other`]: { status: 422, text: text('没有找到要关联的档案', 'The other file was not found') },
  [`${name}.link-dates`]: { status: 422, text: text('结束日期不能早于开始日期', 'A link cannot end before it begins') },
})

/** Shows sealed values in plain, for a reason that is written down. Only where there are any. */
const revealEndpoint = (definition: Archive, masked: readonly string[]) =>
  endpoint({
    id: `${definition.name}.reveal`,
    method: 'POST',
    path: `${definition.path}/:id/reveal`,
    summary: text(`查看${definition.text.zh}敏感信息`, `Reveal masked values: ${definition.text.en.toLowerCase()}`),
    permission: `${definition.name}.reveal`,
    scope: 'place',
    params: byId,
    body: z.object({
      fields: z.array(z.enum(masked)).check(z.maxLength(30)),
      /** Codes of added fields. */
      custom: z.optional(z.array(customCode()).check(z.maxLength(30))),
      reason: reason(),
    }),
    response: revealSchema(definition),
    idempotent: 'natural',
    rate: 'write',
    audit: `${definition.name}.revealed`,
  })

/** All surfaces of one archive. */
export function archiveEndpoints(definition: Archive) {
  const { name, path } = definition
  const { zh, en } = definition.text
  const thing = en.toLowerCase()
  const read = { permission: `${name}.read`, scope: 'place' } as const
  const write = { permission: `${name}.write`, scope: 'place' } as const
  const record = recordSchema(definition)
  const errors = archiveErrors(name, zh, thing)
  const masked = Object.keys(definition.fields).filter((key) => definition.fields[key]?.mask !== undefined)
  const naturally = { idempotent: 'natural', rate: 'write', errors } as const
  const withVersion = { version: versionSchema() }
  const sourced = { source: z.enum(typedSourceCodes), sourceNote: z.optional(z.nullable(z.string().check(z.trim(), z.maxLength(120)))) }
  return {
    list: endpoint({
      id: `${name}.list`,
      method: 'GET',
      path,
      summary: text(`${zh}列表`, `List: ${thing}`),
      ...read,
      query: listQuery(definition),
      response: pageOf(rowSchema(definition)),
      rate: 'search',
    }),
    create: endpoint({
      id: `${name}.create`,
      method: 'POST',
      path,
      summary: text(`新建${zh}档案`, `Create: ${thing}`),
      ...write,
      body: z.object({
        placeId: idSchema(),
        ...sourced,
        values: createValues(definition),
        custom: z.optional(customInput(definition)),
        ...((asksConsent(definition) ? told : {}) as typeof told),
      }),
      response: record,
      status: 201,
      idempotent: 'key',
      rate: 'write',
      audit: `${name}.created`,
      errors,
    }),
    read: endpoint({
      id: `${name}.read`,
      method: 'GET',
      path: `${path}/:id`,
      summary: text(`${zh}档案`, `Read: ${thing}`),
      ...read,
      params: byId,
      response: record,
      rate: 'read',
      audit: `${name}.seen`,
    }),
    update: endpoint({
      id: `${name}.update`,
      method: 'PATCH',
      path: `${path}/:id`,
      summary: text(`更新${zh}档案`, `Update: ${thing}`),
      ...write,
      params: byId,
      body: z.object({
        ...withVersion,
        placeId: z.optional(idSchema()),
        ...sourced,
        values: updateValues(definition),
        custom: z.optional(customInput(definition)),
        reason: z.optional(reason()),
      }),
      response: record,
      audit: `${name}.updated`,
      ...naturally,
    }),
    verify: endpoint({
      id: `${name}.verify`,
      method: 'POST',
      path: `${path}/:id/verify`,
      summary: text(`核实${zh}档案`, `Confirm that it is still true: ${thing}`),
      ...write,
      params: byId,
      body: z.object({
        ...withVersion,
        groups: z.optional(z.array(z.enum(definition.groups.map((group) => group.name))).check(z.maxLength(30))),
      }),
      response: record,
      audit: `${name}.verified`,
      ...naturally,
    }),
    retire: endpoint({
      id: `${name}.retire`,
      method: 'POST',
      path: `${path}/:id/retire`,
      summary: text(`注销${zh}档案`, `Retire: ${thing}`),
      ...write,
      params: byId,
      body: z.object({ ...withVersion, reason: reason() }),
      response: record,
      audit: `${name}.retired`,
      ...naturally,
    }),
    restore: endpoint({
      id: `${name}.restore`,
      method: 'POST',
      path: `${path}/:id/restore`,
      summary: text(`恢复${zh}档案`, `Restore: ${thing}`),
      ...write,
      params: byId,
      body: z.object({ ...withVersion, reason: reason() }),
      response: record,
      audit: `${name}.restored`,
      ...naturally,
    }),
    history: endpoint({
      id: `${name}.history`,
      method: 'GET',
      path: `${path}/:id/history`,
      summary: text(`${zh}变更记录`, `History: ${thing}`),
      ...read,
      params: byId,
      query: z.object(pageQuery),
      response: pageOf(changeSchema()),
      rate: 'read',
    }),
    reveal: masked.length > 0 ? revealEndpoint(definition, masked) : undefined,
    links: endpoint({
      id: `${name}.links`,
      method: 'GET',
      path: `${path}/:id/links`,
      summary: text(`${zh}关联图谱`, `Links as a graph: ${thing}`),
      ...read,
      params: byId,
      query: z.object({
        depth: z.optional(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(3))),
        /** As it stood on this day; without it what holds now. */
        on: z.optional(daySchema()),
        /** Ended links as well. */
        ended: z.optional(z.enum(['true', 'false'])),
      }),
      response: graphSchema(),
      rate: 'search',
    }),
    link: endpoint({
      id: `${name}.link`,
      method: 'POST',
      path: `${path}/:id/links`,
      summary: text(`登记${zh}关联`, `Link to another file: ${thing}`),
      ...write,
      params: byId,
      body: z.object({
        kind: z.enum(linkKindCodes),
        archive: z.string().check(z.regex(/^[a-z][a-z-]{0,23}$/)),
        otherId: idSchema(),
        role: z.optional(z.nullable(z.string().check(z.trim(), z.maxLength(24)))),
        startedOn: z.optional(daySchema()),
        source: z.enum(typedSourceCodes),
        note: z.optional(z.nullable(z.string().check(z.trim(), z.maxLength(120)))),
      }),
      response: linkSchema(),
      status: 201,
      idempotent: 'key',
      rate: 'write',
      audit: `${name}.linked`,
      errors,
    }),
    unlink: endpoint({
      id: `${name}.unlink`,
      method: 'POST',
      path: `${path}/:id/links/:linkId/end`,
      summary: text(`结束${zh}关联`, `End a link: ${thing}`),
      ...write,
      params: z.object({ id: idSchema(), linkId: idSchema() }),
      body: z.object({ ...withVersion, endedOn: daySchema(), reason: z.optional(reason()) }),
      response: linkSchema(),
      audit: `${name}.unlinked`,
      ...naturally,
    }),
  }
}

export type ArchiveEndpoints = ReturnType<typeof archiveEndpoints>

/** The capability of one archive: its surfaces, and the permissions that open them. */
export function archiveCapability(definition: Archive) {
  const { name, text: said } = definition
  const own = archiveEndpoints(definition)
  const at = ['admin', 'staff', 'grid'] as const
  const thing = said.en.toLowerCase()
  return {
    name,
    text: text(`${said.zh}档案`, `${said.en} records`),
    endpoints: Object.fromEntries(Object.entries(own).filter(([, entry]) => entry !== undefined)) as unknown as Defined<typeof own>,
    permissions: [
      permission(`${name}.read`, `查看${said.zh}档案`, `See ${thing} records`, at),
      permission(`${name}.write`, `维护${said.zh}档案`, `Edit ${thing} records`, at),
      ...(own.reveal ? [permission(`${name}.reveal`, `查看${said.zh}敏感信息`, `Reveal masked values in ${thing} records`, at)] : []),
    ],
    events: ['created', 'updated', 'retired', 'restored', 'verified', 'linked', 'unlinked'].map((event) => `${name}.${event}`),
  }
}

/** As a record of endpoints: the one that may be missing is looked for by name. */
type Defined<T> = { readonly [K in keyof T]: NonNullable<T[K]> }
