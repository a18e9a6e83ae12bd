import './app.css'
import { warmWhenIdle } from './warm'

export { default } from '../../miniapp/src/app'

warmWhenIdle()
