import { buildingArchive, building as contract } from '@liren/contract/capabilities/building'
import { bindArchive } from '../../engines/archive/bind.ts'
import { valuesOf } from '../../engines/archive/row.ts'
import type { CapabilityFactory } from '../../kernel/capability.ts'
import { recordFiles } from '../file/read.ts'
import { isWithinCommunity } from '../map/read.ts'

/** One building, one file. */
export const building: CapabilityFactory = (kernel) => ({
  contract,
  ...bindArchive(kernel, buildingArchive, contract, {
    files: recordFiles,
    async warn(row, tx) {
      const { longitude, latitude } = valuesOf(kernel, buildingArchive, row, ['longitude', 'latitude'])
      if (typeof longitude !== 'number' || typeof latitude !== 'number') return []
      if ((await isWithinCommunity(kernel, row.place_path, [longitude, latitude], tx)) !== false) return []
      return [
        {
          field: 'longitude',
          zh: '坐标不在所属社区的边界内，请核对',
          en: 'This point lies outside the boundary of its community: check it',
        },
      ]
    },
  }),
})
