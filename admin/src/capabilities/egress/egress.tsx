import { Button } from 'antd'
import { useWords } from '../../app/language/use.ts'
import { useFlag } from '../../app/use-flag.ts'
import { Icon } from '../../parts/icon/icon.tsx'
import { PageHead } from '../../parts/page/page.tsx'
import { PermissionGate } from '../../parts/permission-gate.tsx'
import { AskDialog } from './ask.tsx'
import { Requests } from './requests.tsx'
import { Stops } from './stops.tsx'
import { Targets } from './targets.tsx'
import { words } from './words.ts'

/** How far data may go, what was asked beyond that, and what was stopped. */
export default function Egress() {
  const t = useWords(words)
  const [asking, setAsking] = useFlag('new')
  return (
    <>
      <PageHead title={t('title')} text={t('text')}>
        <PermissionGate code="egress.ask">
          <Button type="primary" icon={<Icon name="plus" />} onClick={() => setAsking(true)}>
            {t('ask')}
          </Button>
        </PermissionGate>
      </PageHead>
      <Targets />
      <Requests />
      <Stops />
      <AskDialog open={asking} onClose={() => setAsking(false)} />
    </>
  )
}
