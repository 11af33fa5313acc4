/* clipdump OUTFILE  Writes the text on the clipboard as UTF-8, line ends as they are, and prints the names of its formats. */
#include <windows.h>
#include <stdio.h>

int main(int argc, char **argv) {
    UINT format = 0;
    char name[200], text[200000];
    int i, n = 0;
    FILE *f = fopen(argv[1], "wb");
    for (i = 0; i < 50 && !OpenClipboard(0); i++) Sleep(50);
    while ((format = EnumClipboardFormats(format))) {
        name[0] = 0;
        GetClipboardFormatNameA(format, name, sizeof name);
        printf("%u %s\n", format, name);
    }
    HANDLE h = GetClipboardData(CF_UNICODETEXT);
    if (h) n = WideCharToMultiByte(CP_UTF8, 0, GlobalLock(h), -1, text, sizeof text, 0, 0) - 1;
    if (n > 0) fwrite(text, 1, n, f);
    fclose(f);
    CloseClipboard();
    return 0;
}
