import { passageEndpoints, type Track } from '@liren/contract/capabilities/passage'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { useAction } from '../../../app/api/use.ts'
import { useWords } from '../../../app/language/use.ts'
import { type Days, dayBefore, FilterDays } from '../../../parts/filter/filter-days.tsx'
import { Icon } from '../../../parts/icon/icon.tsx'
import { ErrorPanel } from '../../../parts/state/error-panel.tsx'
import style from './track.module.css'
import { TrackFilm } from './track-film.tsx'
import { words } from './words.ts'

/** Whose track: a file, or a plate as it is typed. */
export type Whose = { readonly subject: 'person' | 'vehicle'; readonly id: string } | { readonly plate: string }

const isWhole = (whose: Whose) => 'id' in whose || /^.{5,12}$/u.test(whose.plate.trim())
const instant = (day: string, plus = 0) => new Date(Date.parse(`${day}T00:00:00+08:00`) + plus * 86_400_000).toISOString()

/** Nothing is asked before a reason stands there; what was asked is played below. */
export function TrackBox({ whose, onPlate }: { whose: Whose; onPlate?: (plate: string) => void }) {
  const t = useWords(words)
  const ask = useAction(passageEndpoints.track)
  const [days, setDays] = useState<Days>({ from: dayBefore(6), to: dayBefore(0) })
  const [reason, setReason] = useState('')
  const [track, setTrack] = useState<{ of: string; track: Track }>()
  const of = JSON.stringify(whose)
  const { from, to } = days
  const isReady = isWhole(whose) && reason.trim().length >= 4 && from !== undefined && to !== undefined
  const load = async () => {
    if (from === undefined || to === undefined) return
    const stretch = { reason: reason.trim(), from: instant(from), to: instant(to, 1) }
    const body = 'id' in whose ? { ...whose, ...stretch } : { subject: 'vehicle' as const, plate: whose.plate.trim(), ...stretch }
    const answer = await ask.run({ body })
    setTrack(answer && { of, track: answer })
  }
  return (
    <div className={style.box}>
      <form
        className={style.form}
        onSubmit={(event) => {
          event.preventDefault()
          if (isReady) void load()
        }}
      >
        {'plate' in whose && (
          <Input
            aria-label={t('plate')}
            placeholder={t('plateHint')}
            value={whose.plate}
            maxLength={12}
            onChange={(event) => onPlate?.(event.target.value)}
            style={{ width: 200 }}
          />
        )}
        <FilterDays label={t('span')} value={days} onChange={setDays} />
        <Input
          aria-label={t('reason')}
          placeholder={t('reasonHint')}
          value={reason}
          maxLength={200}
          onChange={(event) => setReason(event.target.value)}
          className={style.reason ?? ''}
        />
        <Button type="primary" htmlType="submit" icon={<Icon name="play" />} disabled={!isReady} loading={ask.running}>
          {t('load')}
        </Button>
      </form>
      {ask.error && <ErrorPanel error={ask.error} retry={ask.clear} />}
      {track?.of === of && !ask.error && <TrackFilm key={track.track.points[0]?.id ?? ''} track={track.track} />}
    </div>
  )
}
