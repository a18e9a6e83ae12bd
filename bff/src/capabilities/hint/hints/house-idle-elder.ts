import { type Find, param } from '../evidence.ts'

/** Where an elder lives alone even the refrigerator should be heard. */
export const houseIdleElder: Find = async (evidence, params) => {
  const days = param(params, 'days')
  return (await evidence.houseUse(days))
    .filter(({ isAlone, wattHours }) => isAlone && wattHours.length >= days && wattHours.every((use) => use <= 0))
    .map((house) => ({
      ...{ key: house.placeId, subjectId: house.fileId, placePath: house.placePath, houseId: house.placeId },
      ...{ facts: { kwh: 0, days: house.wattHours.length }, records: [{ kind: 'house', id: house.fileId }], confidence: 80 },
    }))
}
