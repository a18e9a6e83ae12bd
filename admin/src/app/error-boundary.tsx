import { Button } from 'antd'
import { Component, type ErrorInfo, type ReactNode } from 'react'
import { Scene } from '../parts/scene/scene.tsx'
import style from '../parts/state/state.module.css'
import { words } from '../parts/state/words.ts'
import { useWords } from './language/use.ts'

interface Props {
  readonly children: ReactNode
}

/** A fault of ours stays within one panel; the rest of the page goes on. */
export class ErrorBoundary extends Component<Props, { failed: boolean }> {
  override state = { failed: false }

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true }
  }

  override componentDidCatch(error: Error, info: ErrorInfo): void {
    console.error(error, info.componentStack)
  }

  override render(): ReactNode {
    return this.state.failed ? <Broken retry={() => this.setState({ failed: false })} /> : this.props.children
  }
}

function Broken({ retry }: { retry: () => void }) {
  const t = useWords(words)
  return (
    <div className={style.panel} role="alert">
      <Scene name="broken" />
      <h2>{t('brokenTitle')}</h2>
      <p>{t('brokenText')}</p>
      <div className={style.actions}>
        <Button type="primary" onClick={retry}>
          {t('retry')}
        </Button>
      </div>
    </div>
  )
}
