import { createRoot } from 'react-dom/client'
import './app/base.css'
import { preferences } from './app/preferences.ts'
import { Root } from './app/root.tsx'
import { modeOf } from './app/theme/mode.ts'
import { paint } from './app/theme/paint.ts'

// Before the first drawing, so that nothing flashes in the colours of the other mode.
paint(modeOf(preferences().appearance))
createRoot(document.getElementById('root') as HTMLElement).render(<Root />)
