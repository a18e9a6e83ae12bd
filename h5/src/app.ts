export { default } from '../../miniapp/src/app'
