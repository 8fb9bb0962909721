/* Whatever a server hands to the endpoint (method, path, query string, headers, body), it answers: 2xx, 304 or 4xx,
 * never a crash, a 503 or a search that is broken off. The first byte chooses method and headers, the first line is the
 * path.
 */
#include "cmd/site_job.h"
#include "folder.h"
#include "fuzz.h"
#include "web/web.h"

static const char faq[] =
    "# VPN {#s}\n\n## 連線狀態顯示「第一階段協商失敗」，怎麼辦？ {#phase-1}\n\n| 分類 | 原因 | 解決方案 "
    "|\n|---|---|---|\n"
    "| 防火牆 | 沒有放行 UDP500 端口 | 放行 192.168.1.0/24 |\n| 設定 | AES-128 不同 | 兩端相同 |\n\n"
    "## Why is the tunnel slow? {#slow}\n\n**Cause:** MTU <script>\n\n**Solution:** `mtu 1400`\n";

static WebEndpoint *endpoint;

static void close_endpoint(void)
{
    web_endpoint_free(endpoint);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    fuzz_folder_open();
    if (atexit(close_endpoint) != 0) abort(); /* before the folder goes */
    Arena *arena = arena_new();
    Diagnostics diagnostics;
    diagnostics_init(&diagnostics);
    Str root = str_from(folder), site = path_join(arena, root, STR("site"));
    bool done = file_write(path_join(arena, root, STR("content/a.md")), str_from(faq), &diagnostics) &&
                site_job_publish(arena, root, site, NULL, false, true, &diagnostics);
    diagnostics_print(&diagnostics, stderr);
    if (!done) abort();
    endpoint =
        web_endpoint_new(path_join(arena, site, STR("search.db")), path_join(arena, root, STR("log.jsonl")), false);
    diagnostics_free(&diagnostics);
    arena_free(arena);
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const methods[] = {"GET", "HEAD", "POST", ""};
    Str rest = {(const char *)data, size}, path = STR("");
    unsigned flags = size ? data[0] : 0;
    if (size) rest = str_slice(rest, 1, size);
    Arena *arena = arena_new();
    str_next(&rest, '\n', &path);
    WebRequest request = {.method = str_from(methods[flags & 3]),
                          .path = flags & 4 ? str_copy(arena, path) : STR(""),
                          .query_string = str_copy(arena, rest.data ? rest : path),
                          .accept = flags & 8 ? STR("application/json") : path,
                          .if_none_match = flags & 16 ? path : STR(""),
                          .origin = flags & 32 ? path : STR(""),
                          .host = STR("localhost"),
                          .mcp_method = flags & 64 ? path : STR(""),
                          .content_type = flags & 128 ? STR("text/plain") : STR("application/x-www-form-urlencoded"),
                          .body = rest};
    WebResponse response;
    web_answer(endpoint, arena, &request, &response);
    bool is_right = response.status == 200 || response.status == 202 || response.status == 204 ||
                    response.status == 304 || (response.status >= 400 && response.status < 500);
    if (!is_right || response.log.len) {
        fprintf(stderr, "status %d: %.*s\n", response.status, STR_ARG(response.log));
        abort();
    }
    arena_free(arena);
    return 0;
}
