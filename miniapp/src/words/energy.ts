import { text } from '@liren/contract'

export const energyWords = {
  title: text('我家用量', 'What we use'),
  row: text('我家用量', 'What we use'),
  rowHint: text('水、电、燃气和供热，按天和按月', 'Water, power, gas and heat, by day and month'),
  none: text('还没有您家的表', 'No meter of your home yet'),
  noneBody: text(
    '装好智能表或物业登记表号后，这里会显示用量。',
    'Once a smart meter is in place or the number is registered, its use shows here.',
  ),
  month: text('本月', 'This month'),
  before: text('上月', 'Last month'),
  year: text('近 12 个月', 'The last 12 months'),
  number: (number: string) => text(`表号 ${number}`, `Meter ${number}`),
  reading: (total: string, unit: string) => text(`读数 ${total} ${unit}`, `Reads ${total} ${unit}`),
  days: text('每天', 'Day by day'),
  noDays: text('这个月还没有读数', 'No readings this month yet'),
  privacy: text(
    '只有本户看得到。物业只看整幢合计；是否让物业看到单户月用量，在“隐私”里由您决定。',
    'Only your household sees this. The property service sees the building’s sum; whether it may see your months is yours to decide under Privacy.',
  ),
}
