import '../ui/styles/portal.scss';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { asProblem, isPassing } from '../api/errors.ts';
import { initialLocale, LanguageProvider, loadLanguage } from '../i18n/language.tsx';
import { portalRouter } from './routes.tsx';

const retries_max = 2;

const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      retry: (count, error) => count < retries_max && isPassing(asProblem(error)),
      retryDelay: (count) => 500 * 2 ** count,
    },
  },
});
const router = portalRouter(queryClient);

const language = await loadLanguage(initialLocale());
createRoot(document.getElementById('app')!).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <LanguageProvider first={language}>
        <RouterProvider router={router} />
      </LanguageProvider>
    </QueryClientProvider>
  </StrictMode>,
);
