export { default } from '../../../../miniapp/src/pages/neighbor/index'
