import { type Find, param, sureness } from '../evidence.ts'

const sum = (list: readonly number[]) => list.reduce((total, one) => total + one, 0)

/** Nobody is registered, but somebody switches on the light. */
export const houseEmptyUsed: Find = async (evidence, params) => {
  const limit = param(params, 'kwh')
  return (await evidence.houseUse(param(params, 'days')))
    .filter(({ occupancy, wattHours }) => occupancy === 'empty' && sum(wattHours) > limit * 1000)
    .map((house) => {
      const kwh = Math.round(sum(house.wattHours) / 100) / 10
      return {
        ...{ key: house.placeId, subjectId: house.fileId, placePath: house.placePath, houseId: house.placeId },
        ...{
          facts: { kwh, days: house.wattHours.length },
          records: [{ kind: 'house', id: house.fileId }],
          confidence: sureness(kwh, limit),
        },
      }
    })
}
