export { default } from '../../../../miniapp/src/pages/messages/index'
