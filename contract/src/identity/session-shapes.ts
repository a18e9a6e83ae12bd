import { placeKinds } from '../capabilities/place.ts'
import { idSchema, instantSchema } from '../kernel/id.ts'
import { L1, L2, L4 } from '../kernel/level.ts'
import { ends, exclusiveRoles } from '../kernel/permission.ts'
import { textSchema } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'
import { userClasses } from './person.ts'

const placeRef = z.object({ id: idSchema(), name: z.string(), path: z.string(), kind: z.enum(placeKinds) })

/** One way of being here: at this end, at this place, with these roles. */
const identitySchema = z.object({
  end: z.enum(ends),
  place: z.nullable(placeRef),
  roles: z.array(z.object({ code: z.string(), name: z.string() })),
})

export const meSchema = L2(
  z.object({
    user: z.object({
      id: idSchema(),
      account: z.nullable(z.string()),
      name: z.string(),
      /** One's own number, already shortened: 100****0001. */
      phone: z.nullable(z.string()),
      class: z.enum(userClasses),
    }),
    end: z.enum(ends),
    /** The place chosen in identity switching; null means all places of this end. */
    place: z.nullable(placeRef),
    identities: z.array(identitySchema),
    /** Codes held at this end; menus come from them. */
    permissions: z.array(z.string()),
    /** Places at which something is granted at this end. */
    places: z.array(placeRef),
    exclusive: z.nullable(z.enum(exclusiveRoles)),
    households: z.array(
      z.object({
        houseId: idSchema(),
        name: z.string(),
        estate: placeRef,
        relation: z.enum(['owner', 'family', 'tenant', 'other']),
        validUntil: z.nullable(instantSchema()),
      }),
    ),
    mustChangePassword: z.boolean(),
    passwordExpiresAt: z.nullable(instantSchema()),
    /** `none` not enrolled and not asked; `enrolled` done; `required` asked now; `enrol` must be set up now. */
    secondFactor: z.enum(['none', 'enrolled', 'required', 'enrol']),
    steppedUpUntil: z.nullable(instantSchema()),
    session: z.object({ id: idSchema(), idleMinutes: z.number(), expiresAt: instantSchema() }),
    isDemo: z.boolean(),
  }),
)
export type Me = z.infer<typeof meSchema>

/** The token is there for bearer clients only. */
export const signedInSchema = L2(z.object({ token: z.optional(L4(z.string())), me: meSchema }))
export type SignedIn = z.infer<typeof signedInSchema>

export const wechatAnswerSchema = L2(
  z.object({
    state: z.enum(['signed-in', 'phone-needed']),
    /** Remembers the WeChat identity for five minutes until a phone number is known. */
    ticket: z.optional(L4(z.string())),
    token: z.optional(L4(z.string())),
    me: z.optional(meSchema),
  }),
)

export const personaCodes = [
  'resident',
  'elder',
  'repair-worker',
  'guard',
  'housekeeper',
  'property-manager',
  'grid-worker',
  'duty-officer',
  'administrator',
  'security-administrator',
  'auditor',
  'community-officer',
  'street-leader',
] as const
export type PersonaCode = (typeof personaCodes)[number]

export const personaSchema = L1(
  z.object({
    code: z.enum(personaCodes),
    text: textSchema,
    end: z.enum(ends),
    /** What this persona is good for trying. */
    hint: textSchema,
    /** Where to sign in by hand. */
    account: z.nullable(z.string()),
  }),
)
