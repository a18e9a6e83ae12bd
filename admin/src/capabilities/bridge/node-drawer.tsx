import type { ResponseOf } from '@liren/contract'
import type { bridge } from '@liren/contract/capabilities/bridge'
import { Tabs } from 'antd'
import { useWords } from '../../app/language/use.ts'
import { RecordDrawer } from '../../parts/drawer/record-drawer.tsx'
import { EdgeJobs } from './edge-jobs.tsx'
import { EdgeRequests } from './edge-requests.tsx'
import { words } from './edge-words.ts'

type Node = ResponseOf<typeof bridge.endpoints.bridges>['items'][number]

/** What one node reckons for the house, and what it asks of it. */
export function NodeDrawer({ node, onClose }: { node: Node | undefined; onClose: () => void }) {
  const t = useWords(words)
  return (
    <RecordDrawer open={node !== undefined} onClose={onClose} title={node?.name} width={900}>
      {node === undefined ? null : (
        <Tabs
          key={node.code}
          items={[
            { key: 'jobs', label: t('jobs'), children: <EdgeJobs code={node.code} name={node.name} /> },
            {
              key: 'requests',
              label: t('requests'),
              children: <EdgeRequests code={node.code} mayAsk={node.mayAsk} version={node.version} />,
            },
          ]}
        />
      )}
    </RecordDrawer>
  )
}
