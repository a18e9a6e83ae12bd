import { expect, it } from 'vitest'
import { goalLines } from './page.ts'

const measured = (cpuMsPerRequest: number, rssMb: number) => ({ answered: 1, perSecond: 1, cpuMsPerRequest, p99: 1, rssMb, failed: 0 })

it('says of every goal whether the run shows it, and nothing of what was not measured', () => {
  const table = {
    list: { liren: measured(0.3, 251), 'bare driver': measured(0.2, 100) },
    create: {
      liren: measured(0.9, 200),
      'bare driver': measured(0.2, 100),
      'bare driver, same six rows': measured(0.5, 100),
      'bare sequelize': measured(0.4, 100),
    },
  }
  expect(goalLines(table)).toEqual([
    '- list within 1.5 times the bare driver: 1.50, kept',
    '- create within 2 times the bare driver: 4.50, **not kept**',
    '- create within 2 times the bare driver, same six rows: 1.80, kept',
    '- create within 2 times the bare sequelize: 2.25, **not kept**',
    '- memory within 250 MB: 251 MB at most, **not kept**',
  ])
})
