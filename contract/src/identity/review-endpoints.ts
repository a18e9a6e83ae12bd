import { endpoint } from '../kernel/endpoint.ts'
import { idSchema, versionSchema } from '../kernel/id.ts'
import { L1, L2 } from '../kernel/level.ts'
import { pageOf, pageQuery } from '../kernel/page.ts'
import { text } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'
import { userErrors as errors } from './user-errors.ts'
import { reviewEntrySchema, reviewSchema } from './user-shapes.ts'

const byId = z.object({ id: idSchema() })
const _versionQuery = z.object({ version: z.coerce.number().check(z.int(), z.minimum(0)) })

/** The monthly look at who still needs an account. */
export const reviewEndpoints = {
  reviews: endpoint({
    id: 'user.reviews',
    method: 'GET',
    path: '/api/account-reviews',
    summary: text('每月账号复核', 'Monthly account reviews'),
    permission: 'user.review',
    scope: 'place',
    query: z.object({ ...pageQuery, state: z.optional(z.enum(['open', 'done', 'missed'])) }),
    response: pageOf(reviewSchema),
    rate: 'read',
  }),
  review: endpoint({
    id: 'user.review',
    method: 'GET',
    path: '/api/account-reviews/:id',
    summary: text('待复核账号', 'Accounts under review'),
    permission: 'user.review',
    scope: 'place',
    params: byId,
    query: z.object({ ...pageQuery, flagged: z.optional(z.stringbool()) }),
    response: L2(z.object({ review: reviewSchema, items: z.array(reviewEntrySchema), next: z.optional(L1(z.string())) })),
    rate: 'read',
  }),
  signOff: endpoint({
    id: 'user.sign-off',
    method: 'POST',
    path: '/api/account-reviews/:id/sign-off',
    summary: text('复核签字', 'Sign a review off, disabling the named accounts'),
    permission: 'user.review',
    scope: 'place',
    params: byId,
    body: z.object({
      version: versionSchema(),
      disable: z.array(idSchema()).check(z.maxLength(500)),
      note: z.optional(z.string().check(z.trim(), z.maxLength(500))),
    }),
    response: reviewSchema,
    idempotent: 'natural',
    rate: 'write',
    audit: 'user.review-signed-off',
    errors,
  }),
} as const
