import type { Stream, StreamTake } from '@liren/contract/capabilities/stream'
import { stretchText } from '@liren/contract/rule/sentence'
import { useText, useWords } from '../../app/language/use.ts'
import { StatusTag } from '../../parts/tag/status-tag.tsx'
import { words } from './words.ts'

/** What a window reckons, as one reads it: 每 5 分钟统计最近 15 分钟的有功功率平均值. */
export function StreamSentence({ stream: it }: { stream: Pick<Stream, 'take' | 'lengthSeconds' | 'stepSeconds' | 'property'> }) {
  const t = useWords(words)
  const say = useText()
  const [length, step] = [say(stretchText(it.lengthSeconds)), say(stretchText(it.stepSeconds))]
  return <span>{t('sentence', { step, length, take: `${say(it.property.text)} · ${t(`t_${it.take}`)}` })}</span>
}

export function StateTag({ stream: it }: { stream: Pick<Stream, 'isEnabled'> }) {
  const t = useWords(words)
  return (
    <StatusTag tone={it.isEnabled ? 'success' : 'neutral'} icon={it.isEnabled ? 'check' : 'pause'}>
      {t(it.isEnabled ? 'enabled' : 'off')}
    </StatusTag>
  )
}

/** A figure with its unit; a number of messages has none. */
export function figureText(value: number, take: StreamTake, unit: string | null): string {
  const shown = Number(value.toFixed(3)).toLocaleString('zh-CN')
  return take === 'count' || unit === null ? shown : `${shown} ${unit}`
}
