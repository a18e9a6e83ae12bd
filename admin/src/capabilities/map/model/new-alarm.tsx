import type { MapPoint } from '@liren/contract/map/answers'
import { Button } from 'antd'
import { useState } from 'react'
import { useWords } from '../../../app/language/use.ts'
import { Notice } from '../../../parts/notice/notice.tsx'
import { words } from './words.ts'

interface Props {
  readonly points: readonly MapPoint[] | undefined
  readonly onShow: (point: MapPoint) => void
}

/** Says that an alarm was raised while somebody looked at the map, and leads to it. */
export function NewAlarm({ points, onShow }: Props) {
  const t = useWords(words)
  const [known, setKnown] = useState<ReadonlySet<string>>()
  const [gone, setGone] = useState<string>()
  if (points && known === undefined) setKnown(new Set(points.map(({ id }) => id)))
  // marks come in the order in which they were raised
  const fresh = known && points?.findLast(({ id }) => !known.has(id))
  if (!fresh || fresh.id === gone) return null
  const where = fresh.floor === null ? fresh.label : t('alarmOn', { name: fresh.label, floor: fresh.floor })
  return (
    <Notice
      tone="danger"
      role="alert"
      title={t('raised', { where })}
      action={
        <Button
          size="small"
          onClick={() => {
            setGone(fresh.id)
            onShow(fresh)
          }}
        >
          {t('show')}
        </Button>
      }
    />
  )
}
