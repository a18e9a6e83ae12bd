import { text } from '@liren/contract'

export const athomeWords = {
  title: text('在家判断', 'At home or not'),
  sure: (percent: number) => text(`把握 ${percent}%`, `${percent}% sure`),
  why: text('看依据', 'Why'),
  less: text('收起', 'Less'),
  pass: (name: string, sign: string, time: string, gate: string) =>
    text(`${name}最近通行：${time} ${gate} ${sign}`, `${name}: ${sign} ${time}, ${gate}`),
  unseen: (name: string, sign: string) => text(`${name}的通行：${sign}`, `${name}: ${sign}`),
  meter: (carrier: string, sign: string) => text(`${carrier}表：${sign}`, `${carrier}: ${sign}`),
  judgedAt: (time: string) => text(`${time} 判断，仅供安排走访`, `Judged ${time}, only to plan the visit`),
}
