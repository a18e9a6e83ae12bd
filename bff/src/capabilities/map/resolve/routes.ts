import { map as contract } from '@liren/contract/capabilities/map'
import { refuse } from '../../../kernel/errors.ts'
import { type Route, route } from '../../../kernel/http/route.ts'
import type { Kernel } from '../../../kernel/kernel.ts'
import { placeById } from '../../place/read.ts'
import { presentLocated, presentResolved, resolve } from './resolve.ts'

const e = contract.endpoints

export const resolveRoutes = (kernel: Kernel): Route[] => [
  route(e.resolve, async (ctx) => presentResolved(kernel, ctx.scope, await resolve(kernel, ctx.scope, ctx.query, 'with plates'))),

  route(e.locate, async (ctx) => {
    const estate = await placeById(kernel, ctx.params.id)
    // like the picker of rooms: whoever reports something names its place in an estate, level by level or at once
    if (estate?.kind !== 'estate' || estate.isRetired) throw refuse('not-found')
    const scope = { ...ctx.scope, places: [estate.path] }
    return presentLocated(await resolve(kernel, scope, ctx.query))
  }),
]
