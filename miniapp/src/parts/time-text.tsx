import { dueIn, exactTime, friendlyTime, type Instant, momentTime, useClient, useSettings } from '@liren/client'
import { useEffect, useState } from 'react'
import { Words } from '@/platform/elements'

/** The present minute; drawn again as it passes, while the app is looked at. */
export function useNow(): number {
  const { platform } = useClient()
  const [now, setNow] = useState(platform.clock.now())
  useEffect(() => {
    let here = true
    const tick = async () => {
      while (here) {
        await platform.clock.sleep(30_000)
        if (here && platform.visible.get()) setNow(platform.clock.now())
      }
    }
    void tick()
    return () => {
      here = false
    }
  }, [platform])
  return now
}

/** 5 分钟前; the exact time is its spoken name. With `clock` an older day is told with its hour. */
export function TimeText({ at, className = '', clock = false }: { at: Instant; className?: string; clock?: boolean }) {
  const { language } = useSettings()
  const now = useNow()
  return (
    <Words className={`number ${className}`} label={exactTime(at)}>
      {(clock ? momentTime : friendlyTime)(at, now, language)}
    </Words>
  )
}

/** 剩 1 小时 20 分 / 超时 35 分. */
export function SlaClock({ dueAt, paused }: { dueAt: Instant | null; paused?: boolean }) {
  const { language } = useSettings()
  const now = useNow()
  if (dueAt === null || paused) return null
  const { overdue, words } = dueIn(dueAt, now, language)
  return <Words className={`number small ${overdue ? 'tone-danger' : 'tone-quiet'}`}>{words}</Words>
}
