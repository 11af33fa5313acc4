/* conprobe OUTFILE "COMMAND LINE" TOKEN...  Runs a program in this console, injects console input records, and writes to OUTFILE
   what became of it: exit code, console modes before, during and after. For tests/windows/walk.py, under wine or Windows.

   w500      wait        t:TEXT  each character pressed and released     p:TEXT  the same, \n as Enter, as an old console pastes
   v:VK:CHAR:STATE       one key, in hexadecimal                         alt:HEX an Alt code: its release carries the UTF-16 unit
   brk, cc   the console's Ctrl-Break and Ctrl-C events                  m       note the modes */
#include <windows.h>
#include <stdio.h>
#include <wchar.h>

static HANDLE in, out;
static FILE *f;

static void put(WORD vk, WCHAR c, DWORD state, BOOL down) {
    INPUT_RECORD r = {0};
    DWORD n;
    r.EventType = KEY_EVENT;
    r.Event.KeyEvent.bKeyDown = down;
    r.Event.KeyEvent.wRepeatCount = 1;
    r.Event.KeyEvent.wVirtualKeyCode = vk;
    r.Event.KeyEvent.uChar.UnicodeChar = c;
    r.Event.KeyEvent.dwControlKeyState = state;
    WriteConsoleInputW(in, &r, 1, &n);
}

static void key(WORD vk, WCHAR c, DWORD state) {
    put(vk, c, state, TRUE);
    put(vk, c, state, FALSE);
}

static void modes(const char *what) {
    DWORD a = 0, b = 0;
    GetConsoleMode(in, &a);
    GetConsoleMode(out, &b);
    fprintf(f, "%s: in %04lx out %04lx\n", what, a, b);
    fflush(f);
}

static BOOL WINAPI ignore(DWORD type) { return TRUE; }

int wmain(int argc, WCHAR **argv) {
    STARTUPINFOW si = {sizeof si};
    PROCESS_INFORMATION pi;
    DWORD code = 0, killed;
    int i;
    WCHAR *p;
    f = _wfopen(argv[1], L"w");
    in = CreateFileW(L"CONIN$", GENERIC_READ | GENERIC_WRITE, 3, 0, 3, 0, 0);
    out = CreateFileW(L"CONOUT$", GENERIC_READ | GENERIC_WRITE, 3, 0, 3, 0, 0);
    SetConsoleCtrlHandler(ignore, TRUE);
    modes("before");
    if (!CreateProcessW(0, argv[2], 0, 0, TRUE, 0, 0, 0, &si, &pi)) {
        fprintf(f, "CreateProcess %lu\n", GetLastError());
        return 1;
    }
    for (i = 3; i < argc; i++) {
        WCHAR *a = argv[i];
        if (*a == 'w') Sleep(_wtoi(a + 1));
        else if (!wcscmp(a, L"m")) modes("during");
        else if (!wcscmp(a, L"brk")) GenerateConsoleCtrlEvent(CTRL_BREAK_EVENT, 0);
        else if (!wcscmp(a, L"cc")) GenerateConsoleCtrlEvent(CTRL_C_EVENT, 0);
        else if (!wcsncmp(a, L"alt:", 4)) {
            put(VK_MENU, 0, LEFT_ALT_PRESSED, TRUE);
            put(VK_MENU, (WCHAR)wcstoul(a + 4, 0, 16), 0, FALSE);
        } else if (!wcsncmp(a, L"v:", 2)) {
            unsigned vk = 0, c = 0, s = 0;
            swscanf(a + 2, L"%x:%x:%x", &vk, &c, &s);
            key(vk, c, s);
        } else if (a[1] == ':') {
            for (p = a + 2; *p; p++) {
                if (*p == '\n') key(VK_RETURN, '\r', 0);
                else key(0, *p, 0);
            }
        }
    }
    killed = WaitForSingleObject(pi.hProcess, 15000);
    if (killed) {
        modes("still running");
        TerminateProcess(pi.hProcess, 99);
        WaitForSingleObject(pi.hProcess, 2000);
    }
    GetExitCodeProcess(pi.hProcess, &code);
    fprintf(f, "exit %lu%s\n", code, killed ? " killed" : "");
    modes("after");
    fclose(f);
    return 0;
}
