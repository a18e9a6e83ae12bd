import './app.css'

export { default } from '../../miniapp/src/app'
