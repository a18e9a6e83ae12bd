import { commonDimensions, statistics as contract, dimensionsOf } from '@liren/contract/capabilities/statistics'
import { archiveCalled } from '../../engines/archive/known.ts'
import { mayReadField } from '../../engines/archive/present.ts'
import type { CapabilityFactory } from '../../kernel/capability.ts'
import { refuse } from '../../kernel/errors.ts'
import { overlapOf, scopeWith } from '../../kernel/http/access.ts'
import { route } from '../../kernel/http/route.ts'
import { countBy } from './count.ts'

/** How many files there are, by what their archive says of them. */
export const statistics: CapabilityFactory = (kernel) => ({
  contract,
  routes: [
    route(contract.endpoints.count, async ({ scope, principal, params, query }) => {
      const definition = archiveCalled(kernel, params.archive)
      if (!definition) throw refuse('not-found')
      const reach = overlapOf(scope, scopeWith(principal, `${definition.name}.read`, 'place'))
      if (reach.places.length === 0) throw refuse('permission.denied')
      const open = dimensionsOf(definition, (name) => mayReadField(principal, definition, name))
      if (!(query.by in commonDimensions) && !open.includes(query.by))
        throw dimensionsOf(definition, () => true).includes(query.by)
          ? refuse('permission.field', { faults: [{ path: 'query.by', zh: '无权按此项统计', en: 'You may not count by this' }] })
          : refuse('request.invalid', { faults: [{ path: 'query.by', zh: '不能按此项统计', en: 'One cannot count by this' }] })
      return countBy(kernel, definition, reach, query.by, query.placeId)
    }),
  ],
})
