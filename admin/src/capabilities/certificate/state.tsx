import type { Certificate } from '@liren/contract/capabilities/certificate'
import { useWords } from '../../app/language/use.ts'
import { type Status, StatusTag } from '../../parts/tag/status-tag.tsx'
import { words } from './words.ts'

const looks: Readonly<Record<Certificate['state'], Status>> = {
  applied: { tone: 'info', icon: 'hourglass' },
  issued: { tone: 'success', icon: 'check' },
  refused: { tone: 'neutral', icon: 'undo' },
  revoked: { tone: 'danger', icon: 'ban' },
  expired: { tone: 'neutral', icon: 'clock' },
}

const soonMs = 30 * 86_400_000
export const endsSoon = ({ state, until }: Certificate, now = Date.now()): boolean =>
  state === 'issued' && until !== null && Date.parse(until) - now < soonMs

export function CertificateState({ certificate }: { certificate: Certificate }) {
  const t = useWords(words)
  return (
    <>
      <StatusTag {...looks[certificate.state]}>{t(`s_${certificate.state}`)}</StatusTag>
      {endsSoon(certificate) && (
        <StatusTag tone="warning" icon="hourglass">
          {t('soon')}
        </StatusTag>
      )}
    </>
  )
}
