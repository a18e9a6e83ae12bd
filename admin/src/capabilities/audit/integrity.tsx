import { grouped } from '@liren/client/format/number'
import { audit } from '@liren/contract/capabilities/audit'
import { App, Button } from 'antd'
import { useEffect } from 'react'
import type { Answer } from '../../app/api/call.ts'
import { useAction, usePages, useQuery } from '../../app/api/use.ts'
import { useLanguage, useWords } from '../../app/language/use.ts'
import { saveText } from '../../app/save-text.ts'
import { Icon } from '../../parts/icon/icon.tsx'
import { Notice } from '../../parts/notice/notice.tsx'
import { Card, Figure, PageHead, Stack } from '../../parts/page/page.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { type Status, StatusTag } from '../../parts/tag/status-tag.tsx'
import { DayText, TimeText } from '../../parts/text/time.tsx'
import style from './audit.module.css'
import { words } from './words.ts'

type Trail = Answer<typeof audit.endpoints.status>
type Verification = NonNullable<Trail['lastVerification']>

const looks: Readonly<Record<Verification['state'], Status>> = {
  waiting: { tone: 'info', icon: 'hourglass' },
  sound: { tone: 'success', icon: 'check' },
  broken: { tone: 'danger', icon: 'alert' },
  failed: { tone: 'warning', icon: 'alert' },
}
const askAgainAfter = 2000

/** Whether the trail is whole, and the means to find out and to prove it. */
export default function Integrity() {
  const t = useWords(words)
  const { message } = App.useApp()
  const status = useQuery(audit.endpoints.status)
  const verify = useAction(audit.endpoints.verify)
  const runs = usePages(audit.endpoints.verifications, { query: { limit: 20 } })
  const waiting = runs.data?.some(({ state }) => state === 'waiting') ?? false
  const { reload } = status
  const { reload: reloadRuns } = runs
  useEffect(() => {
    if (!waiting) return
    const timer = setInterval(() => {
      reload()
      reloadRuns()
    }, askAgainAfter)
    return () => clearInterval(timer)
  }, [waiting, reload, reloadRuns])
  return (
    <>
      <PageHead title={t('integrity')} text={t('integrityText')}>
        <Button
          type="primary"
          icon={<Icon name="role" />}
          loading={verify.running || waiting}
          onClick={async () => {
            if (await verify.done({ body: {} })) void message.success(t('verifyAsked'))
          }}
        >
          {t('verify')}
        </Button>
      </PageHead>
      <Stack>
        <Shown asked={status}>{(data) => <State trail={data} />}</Shown>
        <div className={style.pair}>
          <Verifications asked={runs} />
          <Stack>
            <Checkpoints />
            <Alterations />
          </Stack>
        </div>
      </Stack>
    </>
  )
}

function State({ trail }: { trail: Trail }) {
  const t = useWords(words)
  const last = trail.lastVerification
  return (
    <Stack>
      {last?.state === 'sound' && <Notice tone="success" icon="role" title={t('soundTitle')} role="status" />}
      {last?.state === 'broken' && (
        <Notice tone="danger" title={t('brokenTitle', { count: last.findings.length })} role="alert">
          <Findings verification={last} />
        </Notice>
      )}
      <Card>
        <div className={style.figures}>
          <Figure label={t('sealed')} value={grouped(trail.sealed)} unit={t('entriesUnit')} />
          <Figure
            label={t('checkpoint')}
            value={grouped(trail.checkpointSize)}
            unit={t('entriesUnit')}
            note={<TimeText at={trail.checkpointAt} />}
          />
          <Figure label={t('witness')} value={grouped(trail.witnessSize)} unit={t('entriesUnit')} />
          <Figure
            label={t('keep')}
            value={trail.keepDays}
            unit={t('keepDays', { days: '' }).trim()}
            note={<DayText at={trail.oldestAt} />}
          />
        </div>
        <p className={style.calm} style={{ marginTop: 12 }}>
          {t('protection')}: {t(`protection_${trail.protection}`)}
        </p>
      </Card>
    </Stack>
  )
}

function Findings({ verification }: { verification: Verification }) {
  const t = useWords(words)
  return (
    <ul style={{ paddingInlineStart: 18 }}>
      {verification.findings.map((finding) => (
        <li key={`${finding.class} ${finding.seq} ${finding.entryId}`}>
          {t(`t_${finding.class}`)} · {t('seq')} {finding.seq ?? '–'} · {finding.detail}
        </li>
      ))}
    </ul>
  )
}

function Verifications({ asked }: { asked: ReturnType<typeof usePages<typeof audit.endpoints.verifications>> }) {
  const t = useWords(words)
  return (
    <Card title={t('verifications')}>
      <Shown asked={asked} empty={{ when: (rows) => rows.length === 0, show: <p className={style.calm}>{t('never')}</p> }}>
        {(rows) => (
          <ul className={style.list}>
            {rows.map((row) => (
              <li key={row.id}>
                <StatusTag {...looks[row.state]}>{t(`v_${row.state}`)}</StatusTag>
                <span className={style.grow}>
                  {t('checked', { count: grouped(row.entries) })}
                  {row.findings.length > 0 && <Findings verification={row} />}
                </span>
                <TimeText at={row.askedAt} />
              </li>
            ))}
          </ul>
        )}
      </Shown>
    </Card>
  )
}

function Checkpoints() {
  const t = useWords(words)
  const language = useLanguage()
  const asked = usePages(audit.endpoints.checkpoints, { query: { limit: 50 } })
  const download = () => {
    const kept = (asked.data ?? []).map(({ text, signature }) => ({ text, signature }))
    saveText(`checkpoints-${language}-${new Date().toISOString().slice(0, 10)}.json`, JSON.stringify(kept, null, 1), 'application/json')
  }
  return (
    <Card
      title={t('checkpoints')}
      extra={
        <Button size="small" icon={<Icon name="download" size={16} />} onClick={download} disabled={!asked.data?.length}>
          {t('download')}
        </Button>
      }
    >
      <p className={style.calm}>{t('checkpointsText')}</p>
      <Shown asked={asked}>
        {(rows) => (
          <ul className={style.list}>
            {rows.slice(0, 6).map((row) => (
              <li key={row.size}>
                <strong>{grouped(row.size)}</strong>
                <code className={style.grow}>{row.signature.slice(0, 32)}…</code>
                <TimeText at={row.at} />
              </li>
            ))}
          </ul>
        )}
      </Shown>
    </Card>
  )
}

function Alterations() {
  const t = useWords(words)
  const asked = usePages(audit.endpoints.alterations, { query: { limit: 20 } })
  return (
    <Card title={t('alterations')}>
      <Shown asked={asked} empty={{ when: (rows) => rows.length === 0, show: <p className={style.calm}>{t('noAlterations')}</p> }}>
        {(rows) => (
          <ul className={style.list}>
            {rows.map((row) => (
              <li key={row.id}>
                <StatusTag tone={row.settledAt === null ? 'danger' : 'neutral'} icon={row.settledAt === null ? 'alert' : 'check'}>
                  {row.kind}
                </StatusTag>
                <code className={style.grow}>
                  {row.table} {row.rowId}
                </code>
                <TimeText at={row.foundAt} />
              </li>
            ))}
          </ul>
        )}
      </Shown>
    </Card>
  )
}
