import type { RuleSummary } from '@liren/contract/capabilities/rule'
import { Tooltip } from 'antd'
import { useWords } from '../../app/language/use.ts'
import { StatusTag } from '../../parts/tag/status-tag.tsx'
import { words } from './words.ts'

/** Where a rule runs: 云 or 边, and whether the bridges have taken it over. */
export function RunsTag({ runs }: { runs: RuleSummary['runs'] }) {
  const t = useWords(words)
  if (runs.at === 'cloud')
    return (
      <StatusTag tone="info" icon="globe">
        {t('cloud')}
      </StatusTag>
    )
  const isTaken = runs.bridges.every((bridge) => bridge.isTaken)
  return (
    <Tooltip title={runs.bridges.map((bridge) => bridge.code).join(', ')}>
      <span>
        <StatusTag tone={isTaken ? 'success' : 'warning'} icon={isTaken ? 'device' : 'hourglass'}>
          {t(isTaken ? 'edge' : 'edgeWaiting')}
        </StatusTag>
      </span>
    </Tooltip>
  )
}

export function OnTag({ rule }: { rule: Pick<RuleSummary, 'isEnabled' | 'stopped'> }) {
  const t = useWords(words)
  if (rule.stopped !== null)
    return (
      <StatusTag tone="danger" icon="alert">
        {t('stopped')}
      </StatusTag>
    )
  return (
    <StatusTag tone={rule.isEnabled ? 'success' : 'neutral'} icon={rule.isEnabled ? 'check' : 'pause'}>
      {t(rule.isEnabled ? 'enabled' : 'off')}
    </StatusTag>
  )
}
