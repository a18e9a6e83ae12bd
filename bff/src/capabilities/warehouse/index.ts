import { warehouse as contract } from '@liren/contract/capabilities/warehouse'
import type { CapabilityFactory } from '../../kernel/capability.ts'
import { route } from '../../kernel/http/route.ts'
import { figuresOf } from './figures.ts'
import { measure } from './measure.ts'
import { lineageOf, pageOfRecords } from './records.ts'

const e = contract.endpoints

/** The three warehouses over what archives, devices and cases keep already: counted by night, read as sums. */
export const warehouse: CapabilityFactory = (kernel) => ({
  contract,
  placedTables: ['warehouse_figures'],
  jobs: [
    {
      kind: 'warehouse.measure',
      text: { zh: '统计数据仓', en: 'Count what the warehouses hold' },
      // after the night's measuring of quality, whose findings it takes over
      daily: '04:20',
      run: () => measure(kernel),
    },
  ],
  routes: [
    route(e.list, (ctx) => figuresOf(kernel, ctx)),
    route(e.records, (ctx) => pageOfRecords(kernel, ctx, ctx.params.kind, ctx.query)),
    route(e.lineage, (ctx) => lineageOf(kernel, ctx, ctx.params.kind, ctx.params.id)),
  ],
})
