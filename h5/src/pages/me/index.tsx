export { default } from '../../../../miniapp/src/pages/me/index'
