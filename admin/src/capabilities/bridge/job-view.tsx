import { bridge } from '@liren/contract/capabilities/bridge'
import type { EdgeJobDetail } from '@liren/contract/edge/endpoints'
import { isEdgeEnd } from '@liren/contract/edge/jobs'
import { App, Button } from 'antd'
import { useEffect } from 'react'
import { useAction, useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { Section } from '../../parts/drawer/record-drawer.tsx'
import { FormError } from '../../parts/form/error.tsx'
import { Icon } from '../../parts/icon/icon.tsx'
import { type Fact, Facts, Stack } from '../../parts/page/page.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { JobState, useKindName } from './edge-jobs.tsx'
import { words } from './edge-words.ts'
import { JobResult } from './job-result.tsx'

/** The live channel tells what changed; a call of it may be lost. */
const lookAgainMs = 5000
const named = ['seconds', 'minutes', 'last', 'above', 'below', 'spread'] as const

/** One job: how it stands, what it was given, what came out. */
export function JobView({ id, onBack }: { id: string; onBack: () => void }) {
  const t = useWords(words)
  const asked = useQuery(bridge.endpoints.job, { params: { id } })
  const { reload } = asked
  const isOver = asked.data !== undefined && isEdgeEnd(asked.data.job.state)
  useEffect(() => {
    if (isOver) return
    const timer = setInterval(reload, lookAgainMs)
    return () => clearInterval(timer)
  }, [isOver, reload])
  return (
    <>
      <Button type="text" icon={<Icon name="left" />} onClick={onBack} style={{ marginBottom: 12 }}>
        {t('back')}
      </Button>
      <Shown asked={asked}>{(detail) => <Detail of={detail} />}</Shown>
    </>
  )
}

function Detail({ of }: { of: EdgeJobDetail }) {
  const t = useWords(words)
  const kindName = useKindName()
  const say = useText()
  const { message } = App.useApp()
  const cancel = useAction(bridge.endpoints.cancelJob)
  const { job, order, result } = of
  const settings = named.flatMap((key): Fact[] => {
    const value = (order.values as Record<string, unknown>)[key]
    return typeof value === 'number' ? [{ label: t(key), value }] : []
  })
  const unit = of.number?.unit ? ` (${of.number.unit})` : ''
  const number = of.number ? `${say(of.number)}${unit}` : of.property
  return (
    <Stack>
      <FormError error={cancel.error} />
      <Facts
        columns={3}
        items={[
          { label: t('kind'), value: kindName(job.kind) },
          { label: t('state'), value: <JobState of={job} /> },
          { label: t('askedBy'), value: job.askedBy },
          { label: t('issued'), value: <TimeText at={job.issuedAt} /> },
          { label: t('ended'), value: <TimeText at={job.endedAt} /> },
          ...(number === null ? [] : [{ label: t('number'), value: number }]),
          ...settings,
          { label: t('limitMs'), value: of.limits.ms },
          { label: t('limitReadings'), value: of.limits.readings },
        ]}
      />
      {isEdgeEnd(job.state) || job.isCancelling ? null : (
        <div>
          <Button
            danger
            loading={cancel.running}
            onClick={async () => {
              if ((await cancel.run({ params: { id: job.id } })) !== undefined) void message.success(t('cancelDone'))
            }}
          >
            {t('cancel')}
          </Button>
        </div>
      )}
      <Section title={t('result')}>
        {result === null ? <EmptyState title={t('noResult')} scene="rest" /> : <JobResult of={result} names={of.names} />}
      </Section>
      <Section title={t('steps')}>
        <Facts columns={3} items={of.steps.map(({ state, at }) => ({ label: t(`s_${state}`), value: <TimeText at={at} /> }))} />
      </Section>
    </Stack>
  )
}
