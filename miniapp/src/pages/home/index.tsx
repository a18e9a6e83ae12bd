import { useClient } from '@liren/client'
import { text } from '@liren/contract'
import { PrimaryButton } from '@/parts/button'
import { EmptyState } from '@/parts/empty-state'
import { Page } from '@/parts/page'
import { StatusTag } from '@/parts/status-tag'
import { Box } from '@/platform/elements'

export default function Home() {
  const { session } = useClient()
  return (
    <Page page="pages/home" title={text('首页', 'Home')} tab="/pages/home">
      <Box className="card">
        <EmptyState scene="calm" title="今天没有待办" />
        <StatusTag state="handling" />
        <PrimaryButton icon="camera" onTap={() => void session.ask()}>
          登录
        </PrimaryButton>
      </Box>
    </Page>
  )
}
