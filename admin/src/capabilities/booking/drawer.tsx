import { exactTime } from '@liren/client/format/time'
import { type Booking, bookingEndpoints } from '@liren/contract/capabilities/booking'
import { Button } from 'antd'
import { useState } from 'react'
import { useAction, useQuery } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { ActionDialog } from '../../parts/action/action-dialog.tsx'
import { AuditRail } from '../../parts/audit/audit-rail.tsx'
import { RecordDrawer, Section } from '../../parts/drawer/record-drawer.tsx'
import { Notice } from '../../parts/notice/notice.tsx'
import { Facts } from '../../parts/page/page.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { BookingTag, slotText } from './state.tsx'
import { Tries } from './tries.tsx'
import { words } from './words.ts'

type Step = 'approve' | 'refuse' | 'cancel'

/** One booking: who, when, what was put in at the lock, and what staff may do with it. */
export function BookingDrawer({ id, onClose, onDone }: { id: string | undefined; onClose: () => void; onDone: () => void }) {
  const t = useWords(words)
  const asked = useQuery(bookingEndpoints.read, id === undefined ? null : { params: { id } })
  const decide = useAction(bookingEndpoints.decide)
  const cancel = useAction(bookingEndpoints.cancel)
  const [step, setStep] = useState<Step>()
  const booking = asked.data
  const action = step === 'cancel' ? cancel : decide
  const run = async ({ reason }: { reason?: string }): Promise<boolean> => {
    if (!booking || !step) return false
    const [params, version] = [{ id: booking.id }, booking.version]
    const said = reason ? { reason } : {}
    const done =
      step === 'cancel'
        ? await cancel.run({ params, body: { version, reason: reason ?? '' } })
        : await decide.run({ params, body: { version, isApproved: step === 'approve', ...said } })
    if (done === undefined) return false
    asked.reload()
    onDone()
    return true
  }
  return (
    <RecordDrawer
      open={id !== undefined}
      onClose={onClose}
      title={booking ? booking.space.name : t('title')}
      tags={booking && <BookingTag state={booking.state} />}
      actions={
        booking &&
        booking.can.length > 0 && (
          <div style={{ display: 'flex', gap: 8 }}>
            {booking.can.includes('decide') && (
              <>
                <Button type="primary" onClick={() => setStep('approve')}>
                  {t('approve')}
                </Button>
                <Button onClick={() => setStep('refuse')}>{t('refuse')}</Button>
              </>
            )}
            {booking.can.includes('cancel') && <Button onClick={() => setStep('cancel')}>{t('cancel')}</Button>}
          </div>
        )
      }
    >
      <Shown asked={asked}>{(found) => <Body booking={found} />}</Shown>
      <ActionDialog<{ reason?: string }>
        open={step !== undefined && booking !== undefined}
        onClose={() => setStep(undefined)}
        title={t(`${step ?? 'approve'}Title`)}
        text={t(`${step ?? 'approve'}Text`)}
        submit={t(step ?? 'approve')}
        {...(step === 'approve' ? {} : { reason: 'needed' as const })}
        danger={step === 'cancel'}
        running={action.running}
        error={action.error}
        onSubmit={run}
      />
    </RecordDrawer>
  )
}

function Body({ booking }: { booking: Booking }) {
  const t = useWords(words)
  return (
    <>
      {booking.can.length > 0 && !booking.isWithinHours ? <Notice tone="warning" title={t('touched')} /> : null}
      <Facts
        columns={2}
        items={[
          { label: t('slot'), value: slotText(booking, exactTime) },
          { label: t('people'), value: booking.people },
          { label: t('booker'), value: booking.booker || t('none') },
          { label: t('house'), value: booking.house || t('none') },
          { label: t('purpose'), value: booking.purpose || t('none') },
          { label: t('bookedAt'), value: <TimeText at={booking.bookedAt} /> },
          { label: t('openedAt'), value: <TimeText at={booking.openedAt} /> },
          ...(booking.reason ? [{ label: t('reason'), value: booking.reason, wide: true }] : []),
        ]}
      />
      <Section title={t('tries')}>
        <Tries bookingId={booking.id} />
      </Section>
      <AuditRail subject="booking" subjectId={booking.id} />
    </>
  )
}
