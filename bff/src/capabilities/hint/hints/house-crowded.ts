import { type Find, param, sureness } from '../evidence.ts'

/** Far more is used than those who are registered could use. */
export const houseCrowded: Find = async (evidence, params) => {
  const limit = param(params, 'kwh')
  const days = param(params, 'days')
  return (await evidence.houseUse(days)).flatMap((house) => {
    if (house.people === 0 || house.wattHours.length < days) return []
    const kwh = Math.round(house.wattHours.reduce((sum, one) => sum + one, 0) / house.wattHours.length / house.people / 100) / 10
    if (kwh <= limit) return []
    return [
      {
        ...{ key: house.placeId, subjectId: house.fileId, placePath: house.placePath, houseId: house.placeId },
        ...{ facts: { kwh, people: house.people, days: house.wattHours.length }, confidence: sureness(kwh, limit) },
        records: [{ kind: 'house', id: house.fileId }],
      },
    ]
  })
}
