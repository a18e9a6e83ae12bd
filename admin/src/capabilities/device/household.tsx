import type { ResponseOf } from '@liren/contract'
import { type Device, device } from '@liren/contract/capabilities/device'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { call } from '../../app/api/call.ts'
import { asApiError } from '../../app/api/error.ts'
import { useQuery } from '../../app/api/use.ts'
import { useLanguage, useText, useWords } from '../../app/language/use.ts'
import { useMay } from '../../app/session/store.ts'
import { Notice } from '../../parts/notice/notice.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { words } from './household-words.ts'
import { drawableOf, labelOf, Points } from './points.tsx'
import { Curve } from './series-chart.tsx'
import { propertyOf } from './value.ts'

type Revealed = ResponseOf<typeof device.endpoints.revealReadings>

/** The meter of one home: why nothing is shown, and what it reads for whoever may see it and says why. Closing it hides it again. */
export function Household({ device: { id } }: { device: Device }) {
  const t = useWords(words)
  const say = useText()
  const language = useLanguage()
  const may = useMay(device.endpoints.revealReadings.permission)
  const properties = useQuery(device.endpoints.shadow, { params: { id } }).data?.model?.properties ?? []
  const [reason, setReason] = useState('')
  const [shown, setShown] = useState<Revealed & { property: string | undefined }>()
  const [asking, setAsking] = useState(false)
  const [fault, setFault] = useState<string>()

  const ask = async (wanted?: string) => {
    setAsking(true)
    setFault(undefined)
    const property = wanted ?? properties.find(({ type }) => type === 'number')?.code
    try {
      const body = { reason: reason.trim(), days: 7, ...(property === undefined ? {} : { property }) }
      setShown({ ...(await call(device.endpoints.revealReadings, { params: { id }, body })), property })
    } catch (error) {
      setFault(asApiError(error).say(language))
    } finally {
      setAsking(false)
    }
  }
  return (
    <>
      <Notice tone="info" icon="lock" title={t('withheld')}>
        {t('withheldText')}
      </Notice>
      {may && !shown && (
        <form
          style={{ display: 'flex', flexWrap: 'wrap', gap: 8, marginBlock: 16 }}
          onSubmit={(event) => {
            event.preventDefault()
            if (reason.trim().length >= 2) void ask()
          }}
        >
          <Input
            style={{ flex: '1 1 240px' }}
            value={reason}
            maxLength={200}
            aria-label={t('why')}
            placeholder={t('why')}
            onChange={(event) => setReason(event.target.value)}
          />
          <Button type="primary" htmlType="submit" loading={asking} disabled={reason.trim().length < 2}>
            {t('reveal')}
          </Button>
        </form>
      )}
      {fault && <p role="alert">{fault}</p>}
      {shown && (
        <div style={{ marginBlockStart: 16 }}>
          {drawableOf(shown.shadow).length === 0 && <EmptyState title={t('nothing')} scene="rest" />}
          <Points shadow={shown.shadow} properties={properties} drawn={shown.property} onChoose={(name) => void ask(name)} />
          {shown.property !== undefined && shown.curve !== null && shown.curve.items.length > 0 && (
            <Curve
              label={labelOf(properties, shown.property, say)}
              property={propertyOf(properties, shown.property).property}
              items={shown.curve.items}
            />
          )}
        </div>
      )}
    </>
  )
}
