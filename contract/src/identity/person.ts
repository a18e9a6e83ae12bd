import { type FieldMeta, field } from '../kernel/level.ts'
import { text } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'

/** 市级 · 镇街级 · 集成指挥中心 · 村居级 · 物业 · 居民. The class decides how wide a user's places may be. */
export const userClasses = ['city', 'street', 'command', 'village', 'property', 'resident'] as const
export type UserClass = (typeof userClasses)[number]

export const userClassTexts: Readonly<Record<UserClass, { zh: string; en: string }>> = {
  city: text('市区级', 'City'),
  street: text('镇街级', 'Street or town'),
  command: text('集成指挥中心', 'Command centre'),
  village: text('村居级', 'Village or community'),
  property: text('物业', 'Property company'),
  resident: text('居民', 'Resident'),
}

export const userStates = ['active', 'disabled', 'retired'] as const

export const accountSchema = () => z.string().check(z.toLowerCase(), z.regex(/^[a-z0-9][a-z0-9._-]{2,39}$/))
export const passwordSchema = () => z.string().check(z.minLength(1), z.maxLength(128))
export const phoneSchema = () => z.string().check(z.regex(/^1\d{10}$/))
export const personNameSchema = () => z.string().check(z.trim(), z.minLength(1), z.maxLength(40))

const nameMeta: FieldMeta = { level: 'L2', key: 'user.name', label: text('姓名', 'Name'), mask: 'name' }
const phoneMeta: FieldMeta = { level: 'L3', key: 'user.phone', label: text('手机号', 'Phone'), mask: 'phone' }

export const userNameField = () => field(z.string(), nameMeta)
export const userPhoneField = () => field(z.nullable(z.string()), phoneMeta)
/** The same fields where they are written, so that a role can be refused them. */
export const userNameInput = () => field(personNameSchema(), nameMeta)
export const userPhoneInput = () => field(phoneSchema(), phoneMeta)

export const oneTimeCodeSchema = () => z.string().check(z.regex(/^\d{6}$/))
