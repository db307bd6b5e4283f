import { useData } from 'vitepress';
import { defineComponent, h, onMounted, ref, useId, watch } from 'vue';

/** A diagram; its source where there is no JavaScript. */
export const MermaidDiagram = defineComponent({
  props: { source: { type: String, required: true } },
  setup({ source }) {
    const text = decodeURIComponent(source);
    const id = `diagram-${useId()}`;
    const svg = ref('');
    const { isDark } = useData();

    async function draw() {
      const { default: mermaid } = await import('mermaid');
      const theme = isDark.value ? 'dark' : 'neutral';
      mermaid.initialize({ startOnLoad: false, securityLevel: 'strict', theme });
      ({ svg: svg.value } = await mermaid.render(id, text));
    }

    onMounted(draw);
    watch(isDark, draw);
    return () =>
      svg.value === '' ? h('pre', text) : h('div', { class: 'diagram', innerHTML: svg.value });
  },
});
