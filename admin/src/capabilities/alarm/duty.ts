import { type AlarmSummary, alarmLevels } from '@liren/contract/capabilities/alarm'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useLanguage, useText } from '../../app/language/use.ts'
import { armSound, play, repeatAfter, ringing, showNotice, speak } from './sound.ts'

/** Nobody silences a desk for longer than this. */
const mutedFor = 5 * 60_000

export interface Duty {
  readonly isOn: boolean
  readonly isMuted: boolean
  start(): void
  stop(): void
  mute(): void
  unmute(): void
}

/** Sound, voice and notices of the desk, from 「开始值班」 on. */
export function useDuty(alarms: readonly AlarmSummary[] | undefined): Duty {
  const [isOn, setOn] = useState(false)
  const [mutedUntil, setMutedUntil] = useState(0)
  const isMuted = mutedUntil > 0
  const level = isOn && !isMuted && alarms ? ringing(alarms) : undefined
  useTold(isOn ? alarms : undefined, isMuted)

  useEffect(() => {
    if (level === undefined) return
    play(level)
    const again = repeatAfter[level]
    if (again === undefined) return
    const timer = setInterval(() => play(level), again)
    return () => clearInterval(timer)
  }, [level])

  useEffect(() => {
    if (mutedUntil === 0) return
    const timer = setTimeout(() => setMutedUntil(0), Math.max(0, mutedUntil - Date.now()))
    return () => clearTimeout(timer)
  }, [mutedUntil])

  return {
    isOn,
    isMuted,
    start: useCallback(() => {
      armSound()
      play(3)
      if (typeof Notification !== 'undefined' && Notification.permission === 'default') void Notification.requestPermission()
      setOn(true)
    }, []),
    stop: useCallback(() => setOn(false), []),
    mute: useCallback(() => setMutedUntil(Date.now() + mutedFor), []),
    unmute: useCallback(() => setMutedUntil(0), []),
  }
}

/** Says once what is new; what was there when duty began is seen, not told. */
function useTold(alarms: readonly AlarmSummary[] | undefined, isMuted: boolean): void {
  const language = useLanguage()
  const say = useText()
  const known = useRef<ReadonlySet<string> | undefined>(undefined)
  useEffect(() => {
    if (alarms === undefined) {
      known.current = undefined
      return
    }
    const before = known.current
    known.current = new Set(alarms.map((one) => one.id))
    if (before === undefined) return
    for (const alarm of alarms) {
      if (before.has(alarm.id) || alarm.state !== 'raised') continue
      const sentence = `${alarm.place.label} ${say(alarm.title)}`
      showNotice(say(alarmLevels[alarm.level]), sentence)
      if (!isMuted && alarm.level <= 2) speak(sentence, language)
    }
  }, [alarms, isMuted, language, say])
}
