// Without the font of the default theme, which is a quarter of the site's weight.
import theme from 'vitepress/theme-without-fonts';
import { MermaidDiagram } from './mermaid-diagram.mjs';

// biome-ignore lint/style/noDefaultExport: VitePress reads the default export
export default {
  extends: theme,
  enhanceApp: ({ app }) => app.component('MermaidDiagram', MermaidDiagram),
};
