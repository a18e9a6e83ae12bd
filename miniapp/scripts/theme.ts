import { writeFileSync } from 'node:fs'
import { themeCss } from '../src/look/theme.ts'

writeFileSync(new URL('../src/look/theme.gen.css', import.meta.url), themeCss())
